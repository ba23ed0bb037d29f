using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>Writes element type, rank, sizes and the raw bytes.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        using var copy = tensor.device_type == DeviceType.CPU ? null : tensor.cpu();
        var source = copy ?? tensor;
        var shape = source.shape;
        writer.Encode((int)source.dtype);
        writer.Encode(shape.Length);
        foreach (var size in shape) writer.Encode(size);
        writer.Write(source.bytes);
    }

    /// <summary>Writes the tensor and closes the stream.</summary>
    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location)
    {
        using var stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Reads into the tensor, which must have the type and sizes that were saved.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (dtype, shape) = ReadHeader(reader);
        if (!skip && tensor.dtype != dtype) throw new ArgumentException($"The file holds a tensor of {dtype}, wanted is one of {tensor.dtype}.");
        if (!skip && !tensor.shape.AsSpan().SequenceEqual(shape)) throw new ArgumentException($"The file holds a tensor of sizes [{string.Join(", ", shape)}], wanted is one of [{string.Join(", ", tensor.shape)}].");
        using var loaded = ReadValues(reader, dtype, shape, skip);
        if (loaded is null) return;
        using (no_grad()) tensor.copy_(loaded);
    }

    /// <summary>Reads a tensor, or, to skip it, null.</summary>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var (dtype, shape) = ReadHeader(reader);
        return ReadValues(reader, dtype, shape, skip);
    }

    public static void Load(ref Tensor tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is not null) tensor.Load(reader, skip);
        else tensor = Load(reader, skip);
    }

    private static (ScalarType dtype, long[] shape) ReadHeader(BinaryReader reader)
    {
        var dtype = (ScalarType)reader.Decode();
        var shape = new long[reader.Decode()];
        for (int i = 0; i < shape.Length; i++) shape[i] = reader.Decode();
        return (dtype, shape);
    }

    private static Tensor ReadValues(BinaryReader reader, ScalarType dtype, long[] shape, bool skip)
    {
        var bytes = shape.Aggregate((long)dtype.ElementSize(), (x, y) => checked(x * y));
        if (skip) {
            Skip(reader, bytes);
            return null;
        }
        var result = empty(shape, dtype);
        try {
            reader.BaseStream.ReadExactly(result.bytes);
        } catch {
            result.Dispose();
            throw;
        }
        return result;
    }

    private static void Skip(BinaryReader reader, long bytes)
    {
        while (bytes > 0) {
            var read = reader.ReadBytes((int)Math.Min(bytes, 1 << 20)).Length;
            if (read == 0) throw new EndOfStreamException("The file ends in the middle of a tensor.");
            bytes -= read;
        }
    }
}
