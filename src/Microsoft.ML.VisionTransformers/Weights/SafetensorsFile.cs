using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// A file of named tensors in HuggingFace's safetensors format: eight bytes of header length, a JSON header, raw little-endian data.
/// Opening reads the header only, and a tensor is read when it is asked for.
/// </summary>
internal sealed class SafetensorsFile : ITensorSource
{
    private readonly SafetensorsHeader _header;
    private readonly ByteSource _bytes;
    private readonly long _dataStart;

    private SafetensorsFile(SafetensorsHeader header, ByteSource bytes, long dataStart)
    {
        _header = header;
        _bytes = bytes;
        _dataStart = dataStart;
        Entries = header.Items.OrderBy(pair => pair.Value.Begin).ToDictionary(pair => pair.Key, pair => new TensorEntry(pair.Value.Type.Name, pair.Value.Shape));
    }

    public string Format => "safetensors";

    public string? Container => null;

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>What the writer noted beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <exception cref="CheckpointFormatException">The file is not sound; nothing of its data has been read.</exception>
    public static SafetensorsFile Open(string path) => CheckpointFormatException.Naming(path, () =>
    {
        var bytes = new FileBytes(path);
        try
        {
            return Open(bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    });

    /// <summary>Reads the header of an open file, which stays open as long as this is.</summary>
    /// <exception cref="CheckpointFormatException">The file is not sound; nothing of its data has been read.</exception>
    public static SafetensorsFile Open(ByteSource bytes)
    {
        var header = SafetensorsHeader.Read(bytes);
        return new SafetensorsFile(header, bytes, header.DataStart);
    }

    /// <summary>
    /// Reads a file out of a stream, such as an entry of a zip, whose tensors are then to be read in the order of <see cref="Entries"/>,
    /// each once at most: nothing of it is kept.
    /// </summary>
    /// <exception cref="CheckpointFormatException">The file is not sound.</exception>
    public static SafetensorsFile Read(Stream stream)
    {
        long? length = stream.CanSeek ? stream.Length - stream.Position : null;
        var prefix = new byte[8];
        var read = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        var jsonLength = SafetensorsHeader.JsonLength(prefix.AsSpan(0, read), length);
        using var head = MemoryBytes.Take(stream, jsonLength);
        var json = new byte[jsonLength];
        head.Read(0, json);
        var header = SafetensorsHeader.Parse(json, length);
        return new SafetensorsFile(header, new ForwardBytes(stream, header.DataLength), 0);
    }

    public Tensor Load(string name)
    {
        var item = _header.Items[name];
        var tensor = empty(item.Shape, item.Type.Torch);
        TensorFilling.Fill(tensor, item.Type, _bytes, _dataStart + item.Begin);
        return tensor;
    }

    public void Read(string name, Tensor target)
    {
        var item = _header.Items[name];
        if (TensorFilling.Fits(item.Type, target))
            TensorFilling.Fill(target, item.Type, _bytes, _dataStart + item.Begin);
        else
            TensorFilling.Convert(Load(name), target);
    }

    public void Dispose() => _bytes.Dispose();
}
