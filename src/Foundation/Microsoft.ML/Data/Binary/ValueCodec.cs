using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>How values of one type are written to files and read back.</summary>
internal abstract class ValueCodec<T>
{
    public abstract void Write(BinaryWriter writer, in T value);

    public abstract void Read(BinaryReader reader, ref T value);
}

/// <summary>Codecs by type.</summary>
internal static class ValueCodec
{
    private static readonly Dictionary<Type, object> _scalars = new object[]
    {
        new Scalar<sbyte>((w, v) => w.Write(v), r => r.ReadSByte()), new Scalar<byte>((w, v) => w.Write(v), r => r.ReadByte()),
        new Scalar<short>((w, v) => w.Write(v), r => r.ReadInt16()), new Scalar<ushort>((w, v) => w.Write(v), r => r.ReadUInt16()),
        new Scalar<int>((w, v) => w.Write(v), r => r.ReadInt32()), new Scalar<uint>((w, v) => w.Write(v), r => r.ReadUInt32()),
        new Scalar<long>((w, v) => w.Write(v), r => r.ReadInt64()), new Scalar<ulong>((w, v) => w.Write(v), r => r.ReadUInt64()),
        new Scalar<float>((w, v) => w.Write(v), r => r.ReadSingle()), new Scalar<double>((w, v) => w.Write(v), r => r.ReadDouble()),
        new Scalar<bool>((w, v) => w.Write(v), r => r.ReadBoolean()),
        new Scalar<ReadOnlyMemory<char>>((w, v) => w.Write(v.ToString()), r => r.ReadString().AsMemory()),
        new Scalar<TimeSpan>((w, v) => w.Write(v.Ticks), r => new TimeSpan(r.ReadInt64())),
        new Scalar<DateTime>((w, v) => w.Write(v.ToBinary()), r => DateTime.FromBinary(r.ReadInt64())),
        new Scalar<DateTimeOffset>((w, v) => { w.Write(v.Ticks); w.Write(v.Offset.Ticks); }, r => new DateTimeOffset(r.ReadInt64(), new TimeSpan(r.ReadInt64()))),
        new Scalar<DataViewRowId>((w, v) => { w.Write(v.Low); w.Write(v.High); }, r => new DataViewRowId(r.ReadUInt64(), r.ReadUInt64())),
    }.ToDictionary(codec => codec.GetType().GetGenericArguments()[0]);

    /// <summary>The codec of a column's values: of one item, or of vectors of items.</summary>
    public static ValueCodec<T> For<T>(DataViewType type) => type is VectorDataViewType vector
        ? (ValueCodec<T>)Activator.CreateInstance(typeof(Vector<>).MakeGenericType(vector.ItemType.RawType), _scalars[vector.ItemType.RawType])
        : (ValueCodec<T>)_scalars[type.RawType];

    private sealed class Scalar<T>(Action<BinaryWriter, T> write, Func<BinaryReader, T> read) : ValueCodec<T>
    {
        public override void Write(BinaryWriter writer, in T value) => write(writer, value);

        public override void Read(BinaryReader reader, ref T value) => value = read(reader);
    }

    /// <summary>Length, number of values, positions when sparse, values.</summary>
    private sealed class Vector<T>(ValueCodec<T> item) : ValueCodec<VBuffer<T>>
    {
        // Plain numbers go in one piece: feature vectors are most of what is saved.
        private static readonly int _plainSize = typeof(T).IsPrimitive && typeof(T) != typeof(bool) ? Marshal.SizeOf<T>() : 0;

        public override void Write(BinaryWriter writer, in VBuffer<T> value)
        {
            var values = value.GetValues();
            writer.Write7BitEncodedInt(value.Length);
            writer.Write7BitEncodedInt(values.Length);
            foreach (var index in value.GetIndices())
                writer.Write7BitEncodedInt(index);
            if (_plainSize > 0)
                writer.Write(Bytes(ref MemoryMarshal.GetReference(values), values.Length));
            else
                foreach (ref readonly var one in values)
                    item.Write(writer, in one);
        }

        public override void Read(BinaryReader reader, ref VBuffer<T> value)
        {
            var length = reader.Read7BitEncodedInt();
            var editor = VBufferEditor.Create(ref value, length, reader.Read7BitEncodedInt());
            for (var i = 0; i < editor.Indices.Length; i++)
                editor.Indices[i] = reader.Read7BitEncodedInt();
            if (_plainSize > 0)
                reader.BaseStream.ReadExactly(Bytes(ref MemoryMarshal.GetReference(editor.Values), editor.Values.Length));
            else
                for (var i = 0; i < editor.Values.Length; i++)
                    item.Read(reader, ref editor.Values[i]);
            value = editor.Commit();
        }

        private static Span<byte> Bytes(ref T first, int count) => MemoryMarshal.CreateSpan(
            ref Unsafe.As<T, byte>(ref first), checked(count * _plainSize));
    }
}
