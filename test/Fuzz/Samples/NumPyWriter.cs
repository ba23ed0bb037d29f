using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Fuzz.Samples;

/// <summary>Writes archives as <c>numpy.savez</c> does.</summary>
internal static class NumPyWriter
{
    public static byte[] Archive(IEnumerable<KeyValuePair<string, Tensor>> arrays, bool compressed = false)
        => Archive(arrays.Select(pair => (pair.Key, Array("<f4", pair.Value.shape, pair.Value.contiguous().bytes.ToArray()))), compressed);

    public static byte[] Archive(IEnumerable<(string Name, byte[] Array)> arrays, bool compressed = false)
    {
        var zip = new ZipWriter();
        foreach (var (name, array) in arrays)
            zip.Add(name + ".npy", array, compressed);
        return zip.ToArray();
    }

    public static byte[] Array(string type, long[] shape, byte[] data)
        => Array($"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}{(shape.Length == 1 ? "," : "")}), }}", data);

    public static byte[] Array(string dictionary, byte[] data)
    {
        var header = dictionary.PadRight((dictionary.Length + 10) / 64 * 64 + 53) + '\n';
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), .. data];
    }
}
