using Microsoft.ML.VisionTransformers.Weights.PyTorch;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>The weights within a zip that <c>mlContext.Model.Save</c> wrote, wherever in the chain of transformers their owner stands.</summary>
internal sealed class SavedModelTensors : ITensorSource
{
    /// <summary>What a transformer of this library calls its weights within its folder of the zip.</summary>
    public const string EntryName = "weights.safetensors";

    private readonly ByteSource _file;
    private readonly SafetensorsFile _tensors;

    private SavedModelTensors(ByteSource file, SafetensorsFile tensors, string folder) => (_file, _tensors, Container) = (file, tensors, folder);

    public string Format => "ML.NET model";

    /// <summary>The transformer's folder in the zip.</summary>
    public string Container { get; }

    public IReadOnlyDictionary<string, TensorEntry> Entries => _tensors.Entries;

    public IReadOnlyDictionary<string, string> Metadata => _tensors.Metadata;

    /// <summary>Finds the weights in an open zip, which stays open as long as this is; null when it is another kind of zip.</summary>
    /// <param name="file">The zip.</param>
    /// <param name="entries">Its directory.</param>
    /// <exception cref="CheckpointFormatException">It holds several networks, or is not sound.</exception>
    public static SavedModelTensors? Open(ByteSource file, IReadOnlyDictionary<string, ZipEntry> entries)
    {
        // ML.NET on Windows writes backslashes between folders.
        var networks = entries.Values.Where(entry => entry.Name.AsSpan(entry.Name.AsSpan().LastIndexOfAny('/', '\\') + 1).SequenceEqual(EntryName)).ToList();
        if (networks.Count > 1)
            throw new CheckpointFormatException($"it holds {networks.Count} networks: {string.Join(", ", networks.Select(Folder))}. Unzip it and name the file of one.");
        if (networks is not [var only])
            return null;
        // Tensors are asked for in any order, which a compressed stream doesn't give.
        ByteSource bytes = only.Bytes.Deflated ? Inflation.Take(file, only.Bytes) : new JoinedBytes(file, [(only.Bytes.Offset, only.Bytes.Stored)]);
        return new SavedModelTensors(file, SafetensorsFile.Open(bytes), Folder(only));
    }

    public Tensor Load(string name) => _tensors.Load(name);

    public void Read(string name, Tensor target) => _tensors.Read(name, target);

    public void Dispose()
    {
        _tensors.Dispose();
        _file.Dispose();
    }

    private static string Folder(ZipEntry entry) => entry.Name[..^EntryName.Length].TrimEnd('/', '\\');
}
