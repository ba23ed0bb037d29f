using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Weights;
using static TorchSharp.torch;

namespace ParityTests;

/// <summary>A sidecar that says what a reference implementation ran, and the tensors that went in and came out.</summary>
internal sealed class Fixture(string path, JsonObject sidecar, string family) : IDisposable
{
    private SafetensorsFile? _file;

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Path { get; } = path;

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>What it is a fixture of; decides which kind runs it.</summary>
    public string Family { get; } = family;

    public JsonObject Sidecar { get; } = sidecar;

    public JsonObject Config => Sidecar["config"]?.AsObject() ?? [];

    private SafetensorsFile File => _file ??= SafetensorsFile.Open(System.IO.Path.ChangeExtension(Path, ".safetensors"));

    public bool HasTensors => System.IO.File.Exists(System.IO.Path.ChangeExtension(Path, ".safetensors"));

    public IEnumerable<string> Names => HasTensors ? File.Entries.Keys : [];

    public bool Has(string name) => Names.Contains(name);

    public Tensor Load(string name) => File.Load(name);

    public IReadOnlyList<long> Shape(string name) => File.Entries[name].Shape;

    /// <summary>All tensors under a prefix, by the rest of their names.</summary>
    public Dictionary<string, Tensor> LoadAll(string prefix)
        => Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(name => name[prefix.Length..], Load);

    public void Dispose() => _file?.Dispose();
}
