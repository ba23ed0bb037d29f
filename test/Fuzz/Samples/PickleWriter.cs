using System.Buffers.Binary;
using System.Text;

namespace Fuzz.Samples;

/// <summary>Writes values of Python as a pickle of protocol 2, as torch does, without its memo.</summary>
internal sealed class PickleWriter
{
    private readonly MemoryStream _bytes = new();

    /// <summary>A class or function by its name.</summary>
    public sealed record Global(string Module, string Name);

    /// <summary>The result of a call, and of setting its state when there is one.</summary>
    public sealed record Call(object? Callable, object?[] Arguments, object? State = null);

    /// <summary>An object outside the pickle.</summary>
    public sealed record Persistent(object? Id);

    public static byte[] Write(object? value)
    {
        var writer = new PickleWriter();
        writer.Raw(0x80, 2);
        writer.Value(value);
        writer.Raw((byte)'.');
        return writer._bytes.ToArray();
    }

    private void Value(object? value)
    {
        switch (value)
        {
            case null: Raw((byte)'N'); break;
            case true: Raw(0x88); break;
            case false: Raw(0x89); break;
            case int number: Value((long)number); break;
            case long and >= 0 and < 256 and var small: Raw((byte)'K', (byte)(long)small); break;
            case long number:
                Raw(0x8A, 8);
                Span<byte> wide = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(wide, number);
                _bytes.Write(wide);
                break;
            case double number:
                Raw((byte)'G');
                Span<byte> bits = stackalloc byte[8];
                BinaryPrimitives.WriteDoubleBigEndian(bits, number);
                _bytes.Write(bits);
                break;
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                Raw((byte)'X');
                Span<byte> length = stackalloc byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
                _bytes.Write(length);
                _bytes.Write(utf8);
                break;
            case object?[] tuple: Items((byte)'(', tuple, (byte)'t'); break;
            case List<object?> list:
                Raw((byte)']');
                Items((byte)'(', list, (byte)'e');
                break;
            case IEnumerable<KeyValuePair<string, object?>> dictionary:
                Raw((byte)'}');
                Items((byte)'(', dictionary.SelectMany(pair => new[] { pair.Key, pair.Value }), (byte)'u');
                break;
            case Global global: _bytes.Write(Encoding.UTF8.GetBytes($"c{global.Module}\n{global.Name}\n")); break;
            case Call call:
                Value(call.Callable);
                Value(call.Arguments);
                Raw((byte)'R');
                if (call.State is not null)
                {
                    Value(call.State);
                    Raw((byte)'b');
                }
                break;
            case Persistent persistent:
                Value(persistent.Id);
                Raw((byte)'Q');
                break;
            case byte[] raw: _bytes.Write(raw); break;
            default: throw new ArgumentException($"A {value.GetType()} is not written.");
        }
    }

    private void Items(byte open, IEnumerable<object?> items, byte close)
    {
        Raw(open);
        foreach (var item in items)
            Value(item);
        Raw(close);
    }

    private void Raw(params ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);
}
