using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Fuzz.Samples;

/// <summary>Writes checkpoints as MindSpore does, and as it never would.</summary>
internal static class MindSporeWriter
{
    public static byte[] File(IEnumerable<KeyValuePair<string, Tensor>> tensors)
        => [.. tensors.SelectMany(pair => Value(pair.Key, pair.Value.shape.Length == 0 ? [0] : pair.Value.shape, Type(pair.Value.dtype), pair.Value.contiguous().bytes.ToArray()))];

    public static byte[] Value(string name, long[] shape, string type, byte[] content)
    {
        byte[] tensor = [.. shape.SelectMany(side => (byte[])[0x08, .. Varint((ulong)side)]), .. Field(2, Encoding.UTF8.GetBytes(type)), .. Field(3, content)];
        return Field(1, [.. Field(1, Encoding.UTF8.GetBytes(name)), .. Field(2, tensor)]);
    }

    /// <summary>A length-delimited field.</summary>
    public static byte[] Field(int number, byte[] content) => [.. Varint((ulong)number << 3 | 2), .. Varint((ulong)content.Length), .. content];

    public static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static string Type(ScalarType type) => type == ScalarType.Int64 ? "Int64" : "Float32";
}
