using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Training.Runs.TensorBoard;

/// <summary>
/// TensorBoard's event message with the few fields that scalars take (tensorflow/core/util/event.proto: wall_time = 1, step = 2,
/// file_version = 3, summary = 5; summary.proto: value = 1 with tag = 1, simple_value = 2), in protocol buffers' wire format.
/// </summary>
internal static class ScalarEvent
{
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    /// <summary>What an event file begins with.</summary>
    public static byte[] Version(double wallTime)
    {
        var message = new MemoryStream();
        WriteDouble(message, 1, wallTime);
        WriteBytes(message, 3, "brain.Event:2"u8);
        return message.ToArray();
    }

    /// <summary>Numbers of one step.</summary>
    /// <param name="wallTime">Seconds since 1970, UTC.</param>
    /// <param name="step">Where they stand on the axis.</param>
    /// <param name="values">By tag.</param>
    public static byte[] Scalars(double wallTime, long step, IEnumerable<(string Tag, float Value)> values)
    {
        var summary = new MemoryStream();
        foreach (var (tag, number) in values)
        {
            var value = new MemoryStream();
            WriteBytes(value, 1, Encoding.UTF8.GetBytes(tag));
            WriteFloat(value, 2, number);
            WriteBytes(summary, 1, value.ToArray());
        }
        var message = new MemoryStream();
        WriteDouble(message, 1, wallTime);
        WriteVarint(message, 2 << 3 | Varint);
        WriteVarint(message, (ulong)step);
        WriteBytes(message, 5, summary.ToArray());
        return message.ToArray();
    }

    /// <summary>The step of an event as these methods write it; 0 without one.</summary>
    public static long Step(ReadOnlySpan<byte> message)
    {
        const int AfterWallTime = 1 + sizeof(double);
        if (message.Length <= AfterWallTime || message[AfterWallTime] != (2 << 3 | Varint))
            return 0;
        ulong step = 0;
        for (int i = AfterWallTime + 1, shift = 0; i < message.Length && shift < 64; i++, shift += 7)
        {
            step |= (ulong)(message[i] & 0x7f) << shift;
            if (message[i] < 0x80)
                break;
        }
        return (long)step;
    }

    private static void WriteDouble(Stream to, int field, double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        WriteVarint(to, (ulong)(field << 3 | Fixed64));
        to.Write(bytes);
    }

    private static void WriteFloat(Stream to, int field, float value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        WriteVarint(to, (ulong)(field << 3 | Fixed32));
        to.Write(bytes);
    }

    private static void WriteBytes(Stream to, int field, ReadOnlySpan<byte> bytes)
    {
        WriteVarint(to, (ulong)(field << 3 | Bytes));
        WriteVarint(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void WriteVarint(Stream to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            to.WriteByte((byte)(value | 0x80));
        to.WriteByte((byte)value);
    }
}
