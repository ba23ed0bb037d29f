using System.IO.Compression;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>The weights within a zip that <c>mlContext.Model.Save</c> wrote, wherever in the chain of transformers their owner stands.</summary>
internal sealed class SavedModelTensors : ITensorSource
{
    /// <summary>What a transformer of this library calls its weights within its folder of the zip.</summary>
    public const string EntryName = "weights.safetensors";

    private readonly SafetensorsFile _tensors;

    private SavedModelTensors(SafetensorsFile tensors, string folder) => (_tensors, Container) = (tensors, folder);

    public string Format => "ML.NET model";

    /// <summary>The transformer's folder in the zip.</summary>
    public string Container { get; }

    public IReadOnlyDictionary<string, TensorEntry> Entries => _tensors.Entries;

    public IReadOnlyDictionary<string, string> Metadata => _tensors.Metadata;

    /// <summary>Null when the zip is none, or another kind of zip: PyTorch's archives are zips too.</summary>
    /// <exception cref="CheckpointFormatException">It holds several networks, or its weights are not sound.</exception>
    public static SavedModelTensors? TryOpen(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            // ML.NET on Windows writes backslashes between folders.
            var entries = zip.Entries.Where(entry => entry.FullName.Split('/', '\\')[^1] == EntryName).ToList();
            if (entries.Count > 1)
                throw new CheckpointFormatException($"it holds {entries.Count} networks: {string.Join(", ", entries.Select(entry => Folder(entry)))}. Unzip it and name the file of one.");
            if (entries is not [var only])
                return null;
            using var stream = only.Open();
            // Tensors are asked for in any order, which a compressed stream doesn't give.
            return new SavedModelTensors(SafetensorsFile.Open(MemoryBytes.Take(stream, only.Length)), Folder(only));
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException)
        {
            return null; // Whoever reads zips more closely says what is wrong with this one.
        }
    }

    public Tensor Load(string name) => _tensors.Load(name);

    public void Read(string name, Tensor target) => _tensors.Read(name, target);

    public void Dispose() => _tensors.Dispose();

    private static string Folder(ZipArchiveEntry entry) => entry.FullName[..^EntryName.Length].TrimEnd('/', '\\');
}
