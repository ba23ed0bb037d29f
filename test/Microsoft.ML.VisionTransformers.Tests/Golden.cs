using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Microsoft.ML.VisionTransformers.Tests;

/// <summary>Numbers from test/Assets/Goldens: the tensors of one safetensors file as arrays.</summary>
internal sealed class Golden
{
    private readonly byte[] _file;
    private readonly JsonElement _header;
    private readonly int _data;

    private Golden(string path)
    {
        _file = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(_file);
        _header = JsonDocument.Parse(_file.AsMemory(8, length)).RootElement;
        _data = 8 + length;
    }

    /// <param name="name">Path below Goldens, without the extension.</param>
    public static Golden Open(string name) => new(PathOf(name + ".safetensors"));

    public static string PathOf(string name) => Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "Assets", "Goldens", name);

    private static string ThisFile([CallerFilePath] string path = "") => path;

    public int[] Shape(string tensor) => _header.GetProperty(tensor).GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()).ToArray();

    public float[] Floats(string tensor) => Data<float>(tensor, "F32");

    public byte[] Bytes(string tensor) => _header.GetProperty(tensor).GetProperty("dtype").GetString() == "F32"
        ? Floats(tensor).Select(v => checked((byte)v)).ToArray()
        : Data<long>(tensor, "I64").Select(v => checked((byte)v)).ToArray();

    private T[] Data<T>(string tensor, string type)
        where T : unmanaged
    {
        var entry = _header.GetProperty(tensor);
        Assert.Equal(type, entry.GetProperty("dtype").GetString());
        var offsets = entry.GetProperty("data_offsets");
        int from = offsets[0].GetInt32(), to = offsets[1].GetInt32();
        return MemoryMarshal.Cast<byte, T>(_file.AsSpan(_data + from, to - from)).ToArray();
    }
}
