using System.IO.Compression;
using Microsoft.ML.VisionTransformers.Weights.PyTorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights.NumPy;

/// <summary>An archive of NumPy arrays (<c>.npz</c>): a zip file with an array an entry. Opening reads the headers only.</summary>
internal sealed class NumPyArchive : ITensorSource
{
    private const string Extension = ".npy";

    private readonly ByteSource _file;
    private readonly Dictionary<string, (NumPyArray Array, StoredBytes Bytes)> _arrays;

    private NumPyArchive(ByteSource file, Dictionary<string, (NumPyArray, StoredBytes)> arrays)
    {
        (_file, _arrays) = (file, arrays);
        Entries = arrays.ToDictionary(pair => pair.Key, pair => new TensorEntry(pair.Value.Item1.Type.Name, pair.Value.Item1.Shape));
    }

    public string Format => "NumPy archive";

    public string? Container => null;

    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Finds the arrays of an open file, which stays open as long as this is; null when it is an archive of something else.</summary>
    /// <param name="file">The zip.</param>
    /// <param name="entries">Its directory.</param>
    /// <exception cref="CheckpointFormatException">The archive is not sound; none of its numbers has been read.</exception>
    public static NumPyArchive? Open(ByteSource file, IReadOnlyDictionary<string, ZipEntry> entries)
    {
        if (entries.Count == 0 || entries.Keys.Any(name => !name.EndsWith(Extension, StringComparison.Ordinal)))
            return null;
        Dictionary<string, (NumPyArray, StoredBytes)> arrays = [];
        foreach (var entry in entries.Values)
        {
            var name = entry.Name[..^Extension.Length];
            var array = NumPyHeader.Parse(Start(file, entry.Bytes), name);
            if (array.ByteCount != entry.Bytes.Length - array.DataStart)
                throw new CheckpointFormatException(
                    $"the array '{name}' has {entry.Bytes.Length - array.DataStart} bytes, which is not {array.Type.Name} [{string.Join(", ", array.Shape)}].");
            arrays[name] = (array, entry.Bytes);
        }
        return new NumPyArchive(file, arrays);
    }

    public Tensor Load(string name)
    {
        var (array, _) = _arrays[name];
        var loaded = empty(array.Shape, array.Type.Torch);
        Fill(loaded, name);
        return loaded;
    }

    public void Read(string name, Tensor target)
    {
        if (TensorFilling.Fits(_arrays[name].Array.Type, target))
            Fill(target, name);
        else
            TensorFilling.Convert(Load(name), target);
    }

    public void Dispose() => _file.Dispose();

    private void Fill(Tensor target, string name)
    {
        var (array, bytes) = _arrays[name];
        if (!bytes.Deflated)
        {
            TensorFilling.Fill(target, array.Type, _file, bytes.Offset + array.DataStart);
            return;
        }
        using var inflated = Inflation.Take(_file, bytes);
        TensorFilling.Fill(target, array.Type, inflated, array.DataStart);
    }

    private static byte[] Start(ByteSource file, StoredBytes bytes)
    {
        var start = new byte[Math.Min(NumPyHeader.MaxLength, bytes.Length)];
        if (!bytes.Deflated)
        {
            file.Read(bytes.Offset, start);
            return start;
        }
        try
        {
            using var deflate = new DeflateStream(new ByteStream(file, bytes.Offset, bytes.Stored), CompressionMode.Decompress);
            return start[..deflate.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException error)
        {
            throw new CheckpointFormatException($"the compressed bytes from {bytes.Offset} on are damaged.", error);
        }
    }
}
