using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Global = Fuzz.Samples.PickleWriter.Global;
using Call = Fuzz.Samples.PickleWriter.Call;
using Persistent = Fuzz.Samples.PickleWriter.Persistent;

namespace Fuzz.Samples;

/// <summary>A file as torch writes it: an object, and storages beside it.</summary>
internal sealed class TorchFile
{
    private static readonly byte[] s_magic = [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];

    private readonly List<(string Key, byte[] Bytes, long Count)> _storages = [];

    /// <summary>What the pickle holds.</summary>
    public object? Root { get; set; }

    /// <summary>An empty ordered dictionary, as torch puts it behind every tensor.</summary>
    public static Call OrderedDict => new(new Global("collections", "OrderedDict"), []);

    /// <summary>A storage with elements, and the reference to it.</summary>
    public Persistent Storage<T>(string type, T[] elements)
        where T : unmanaged
    {
        var key = _storages.Count.ToString();
        _storages.Add((key, MemoryMarshal.AsBytes(elements.AsSpan()).ToArray(), elements.Length));
        return new Persistent(new object?[] { "storage", new Global("torch", type), key, "cpu", (long)elements.Length });
    }

    /// <summary>A tensor over a storage; without strides, one that fills it.</summary>
    public static Call Tensor(object? storage, long[] shape, long[]? strides = null, long offset = 0)
        => new(new Global("torch._utils", "_rebuild_tensor_v2"), [storage, offset, Tuple(shape), Tuple(strides ?? RowMajor(shape)), false, OrderedDict]);

    /// <summary>A tensor of floats with a storage of its own.</summary>
    public Call Floats(params float[] values) => Tensor(Storage("FloatStorage", values), [values.Length]);

    /// <summary>A tensor of floats with a shape and numbers by its name.</summary>
    public Call Floats(long[] shape, int seed)
    {
        var random = new Random(seed);
        return Tensor(Storage("FloatStorage", [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.NextSingle() - 0.5f)]), shape);
    }

    /// <summary>As <c>torch.save</c> since 1.6.</summary>
    public byte[] ToZip(string root = "archive", bool deflate = false, bool zip64 = false, string? byteOrder = "little")
    {
        var zip = new ZipWriter().Add($"{root}/data.pkl", PickleWriter.Write(Root), deflate);
        if (byteOrder is not null)
            zip.Add($"{root}/byteorder", System.Text.Encoding.ASCII.GetBytes(byteOrder));
        foreach (var (key, bytes, _) in _storages)
            zip.Add($"{root}/data/{key}", bytes, deflate);
        return zip.Add($"{root}/version", "3\n"u8.ToArray()).ToArray(zip64);
    }

    /// <summary>As <c>torch.jit.save</c>: the same with a program beside it.</summary>
    public byte[] ToScript(string root = "model")
    {
        var zip = new ZipWriter();
        foreach (var (key, bytes, _) in _storages)
            zip.Add($"{root}/data/{key}", bytes);
        return zip.Add($"{root}/data.pkl", PickleWriter.Write(Root))
            .Add($"{root}/code/__torch__.py", "class Model(Module):\n"u8.ToArray())
            .Add($"{root}/constants.pkl", PickleWriter.Write(Array.Empty<object?>()))
            .Add($"{root}/version", "3\n"u8.ToArray()).ToArray();
    }

    /// <summary>As <c>torch.save</c> before 1.6.</summary>
    public byte[] ToLegacy(bool littleEndian = true)
    {
        using var file = new MemoryStream();
        file.Write(s_magic);
        file.Write(PickleWriter.Write(1001));
        file.Write(PickleWriter.Write(new Dictionary<string, object?> { ["protocol_version"] = 1001, ["little_endian"] = littleEndian }));
        file.Write(PickleWriter.Write(Root));
        file.Write(PickleWriter.Write(_storages.Select(storage => (object?)storage.Key).ToList()));
        Span<byte> count = stackalloc byte[8];
        foreach (var (_, bytes, elements) in _storages)
        {
            BinaryPrimitives.WriteInt64LittleEndian(count, elements);
            file.Write(count);
            file.Write(bytes);
        }
        return file.ToArray();
    }

    public static object?[] Tuple(params long[] numbers) => [.. numbers.Select(number => (object?)number)];

    private static long[] RowMajor(long[] shape)
    {
        var strides = new long[shape.Length];
        for (var (i, stride) = (shape.Length - 1, 1L); i >= 0; stride *= shape[i--])
            strides[i] = stride;
        return strides;
    }
}
