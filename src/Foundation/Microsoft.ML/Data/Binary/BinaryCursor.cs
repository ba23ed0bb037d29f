using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

/// <summary>Reads the given blocks, one at a time, and of them the active columns.</summary>
internal sealed class BinaryCursor : RootCursor
{
    private readonly BinaryBlock[] _blocks;
    private readonly ActiveColumns _active;
    private readonly Stream _stream;
    private readonly ColumnPart[] _parts;
    private int _block = -1, _row = -1;

    public BinaryCursor(DataViewSchema schema, IMultiStreamSource files, BinaryBlock[] blocks, ActiveColumns active)
    {
        Schema = schema;
        _blocks = blocks;
        _active = active;
        _stream = files.Open(0);
        _parts = [.. schema.Select(column => active.Contains(column) ? ColumnPart.Of(column.Type) : null)];
    }

    public override DataViewSchema Schema { get; }

    protected override bool MoveNextCore()
    {
        while (_block < 0 || ++_row >= _blocks[_block].Rows)
        {
            if (_block + 1 >= _blocks.Length)
                return false;
            ReadBlock(_blocks[++_block]);
            _row = -1;
        }
        return true;
    }

    private void ReadBlock(BinaryBlock block)
    {
        _stream.Seek(block.Offset, SeekOrigin.Begin);
        using var reader = new BinaryReader(_stream, Encoding.UTF8, leaveOpen: true);
        var sizes = Array.ConvertAll(_parts, _ => reader.ReadInt32());
        for (var i = 0; i < _parts.Length; i++)
        {
            if (_parts[i] == null)
                _stream.Seek(sizes[i], SeekOrigin.Current);
            else
                _parts[i].Unpack(reader.ReadBytes(sizes[i]), block.Rows);
        }
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _active.CheckActive(column);
        return ActiveColumns.Typed<TValue>(_parts[column.Index].Getter(CurrentRow));
    }

    // The row's place in the file, whatever the order of reading.
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
        id = new DataViewRowId((ulong)(CurrentRow() + _blocks[_block].FirstRow), 0);

    private int CurrentRow()
    {
        Contracts.Check(Position >= 0, NotOnARow);
        return _row;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>One column's values of the current block.</summary>
    private abstract class ColumnPart
    {
        public static ColumnPart Of(DataViewType type) => (ColumnPart)RowGetters.Generic(typeof(ColumnPart), nameof(OfType), [type.RawType], null, type);

        private static ColumnPart OfType<T>(DataViewType type) => new ColumnPart<T>(type);

        public abstract void Unpack(byte[] packed, int rows);

        public abstract Delegate Getter(Func<int> row);
    }

    private sealed class ColumnPart<T>(DataViewType type) : ColumnPart
    {
        private readonly ValueCodec<T> _codec = ValueCodec.For<T>(type);
        private readonly ColumnBuffer<T> _values = (ColumnBuffer<T>)ColumnBuffer.Create(type);

        public override void Unpack(byte[] packed, int rows)
        {
            using var unpacked = new MemoryStream();
            using (var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress))
                deflate.CopyTo(unpacked);
            unpacked.Position = 0;
            using var reader = new BinaryReader(unpacked, Encoding.UTF8);
            _values.Reserve(rows);
            var store = _values.Reader((ref T value) => _codec.Read(reader, ref value));
            for (var i = 0; i < rows; i++)
                store(i);
        }

        public override Delegate Getter(Func<int> row) => _values.Getter(row);
    }
}
