using System.Buffers.Binary;
using System.Text;
using Global = Fuzz.Samples.PickleWriter.Global;
using Call = Fuzz.Samples.PickleWriter.Call;

namespace Fuzz.Samples;

/// <summary>Small sound files of every kind, for mutating: the smaller, the more of it a mutation meets.</summary>
internal static class Checkpoints
{
    /// <summary>A training checkpoint with strided, shared, half, integer and empty tensors, a parameter, and what isn't weights.</summary>
    public static TorchFile Training()
    {
        var file = new TorchFile();
        var shared = file.Storage("FloatStorage", Enumerable.Range(0, 12).Select(i => i / 4f).ToArray());
        file.Root = new Dictionary<string, object?>
        {
            ["model"] = new Dictionary<string, object?>
            {
                ["module.whole"] = TorchFile.Tensor(shared, [3, 4]),
                ["module.transposed"] = TorchFile.Tensor(shared, [4, 3], [1, 4]),
                ["module.row"] = TorchFile.Tensor(shared, [4], offset: 8),
                ["module.half"] = TorchFile.Tensor(file.Storage("HalfStorage", new Half[] { (Half)1, (Half)(-2) }), [2]),
                ["module.long"] = TorchFile.Tensor(file.Storage("LongStorage", new long[] { -5, 1L << 40 }), [2]),
                ["module.scalar"] = TorchFile.Tensor(file.Storage("DoubleStorage", new[] { 2.5 }), []),
                ["module.empty"] = TorchFile.Tensor(file.Storage("FloatStorage", Array.Empty<float>()), [0, 4]),
                ["module.parameter"] = new Call(new Global("torch._utils", "_rebuild_parameter"), [file.Floats(1, 2), true, TorchFile.OrderedDict]),
            },
            ["optimizer"] = new Dictionary<string, object?> { ["state"] = new List<object?> { 1, 0.9, null }, ["step"] = file.Floats(3) },
            ["epoch"] = 7,
            ["args"] = new Call(new Global("argparse", "Namespace"), [], new Dictionary<string, object?> { ["lr"] = 1e-3 }),
        };
        return file;
    }

    /// <summary>The modules of a TorchScript archive.</summary>
    public static TorchFile Script()
    {
        var file = new TorchFile();
        Call Module(string name, Dictionary<string, object?> attributes) => new(new Global("__torch__", name), [], attributes);
        file.Root = Module("Model", new()
        {
            ["training"] = false,
            ["logit_scale"] = file.Floats(4.6f),
            ["context_length"] = TorchFile.Tensor(file.Storage("LongStorage", new long[] { 77 }), []),
            ["visual"] = Module("Vision", new() { ["proj"] = file.Floats([2, 3], 1), ["conv1"] = Module("Conv2d", new() { ["weight"] = file.Floats([2, 1, 2, 2], 2) }) }),
        });
        return file;
    }

    /// <summary>MindSpore's file of a matrix in two slices, a single number, a text and a checksum.</summary>
    public static byte[] MindSpore() =>
    [
        .. MindSporeWriter.Value("vit.cls_tokens", [2, 2], "Float32", [.. Enumerable.Range(0, 8).Select(i => (byte)i)]),
        .. MindSporeWriter.Value("vit.cls_tokens", [2, 2], "Float32", [.. Enumerable.Range(0, 8).Select(i => (byte)i)]),
        .. MindSporeWriter.Value("step", [0], "Int64", [7, 0, 0, 0, 0, 0, 0, 0]),
        .. MindSporeWriter.Value("version", [], "str", "2.0"u8.ToArray()),
        .. "crc_num"u8, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4,
    ];

    /// <summary>Flax's archive of a kernel, an attention's kernel and bias, and whole numbers.</summary>
    public static byte[] NumPy(bool compressed = false) => NumPyWriter.Archive(
    [
        ("head/kernel", NumPyWriter.Array("<f4", [2, 3], [.. Enumerable.Range(0, 24).Select(i => (byte)i)])),
        ("query/kernel", NumPyWriter.Array("<f2", [2, 2, 1], [.. Enumerable.Range(0, 8).Select(i => (byte)i)])),
        ("query/bias", NumPyWriter.Array("<f8", [2, 1], [.. Enumerable.Range(0, 16).Select(i => (byte)i)])),
        ("step", NumPyWriter.Array("<i8", [], [1, 0, 0, 0, 0, 0, 0, 0])),
    ], compressed);

    /// <summary>A safetensors file of two tensors and a note.</summary>
    public static byte[] Safetensors() => Safetensors(
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b.weight":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},"c":{"dtype":"F8_E4M3","shape":[],"data_offsets":[32,33]}}""",
        [.. Enumerable.Range(0, 33).Select(i => (byte)i)]);

    /// <summary>What ML.NET saves: a chain whose second transformer has weights.</summary>
    public static byte[] SavedModel(bool deflate = false, char separator = '/') => new ZipWriter()
        .Add("Version.txt", "5.0.0"u8.ToArray(), deflate)
        .Add($"TransformerChain{separator}Transform_001{separator}model.json", "{}"u8.ToArray(), deflate)
        .Add($"TransformerChain{separator}Transform_001{separator}weights.safetensors", Safetensors(), deflate).ToArray();

    /// <summary>A header and data as they are given.</summary>
    public static byte[] Safetensors(string header, byte[] data, ulong? claimedLength = null)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, claimedLength ?? (ulong)json.Length);
        return [.. prefix, .. json, .. data];
    }
}
