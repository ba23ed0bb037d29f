using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

/// <summary>Writes rows in the binary format. The stream need not be seekable, and stays open.</summary>
internal sealed class BinarySaver(IHostEnvironment environment)
{
    private readonly IHost _host = environment.Register(nameof(BinarySaver));

    public void Save(IDataView data, Stream stream, bool keepHidden)
    {
        var columns = new List<DataViewSchema.Column>();
        using var channel = _host.Start("Saving");
        foreach (var column in data.Schema)
        {
            if (column.IsHidden && !keepHidden)
                continue;
            if (ColumnTypeCodec.CanWrite(column.Type))
                columns.Add(column);
            else
                channel.Info($"The column '{column.Name}' will not be written as it has unsavable column type.");
        }
        _host.Check(columns.Count > 0, "No valid columns to save");
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        long position = 0;
        position += Append(writer, part =>
        {
            part.Write(BinaryFormat.Magic);
            BinarySchema.Write(part, columns);
        });
        var blocks = new List<(long Offset, int Rows)>();
        using (var cursor = data.GetRowCursor(columns))
        {
            var parts = columns.ConvertAll(column => ColumnPart.Of(cursor, column));
            var rows = 0;
            while (cursor.MoveNext())
            {
                foreach (var part in parts)
                    part.AddRow();
                if (++rows < BinaryFormat.MaximumRows && parts.Sum(part => part.Length) < BinaryFormat.EnoughBytes)
                    continue;
                blocks.Add((position, rows));
                position += WriteBlock(writer, parts);
                rows = 0;
            }
            if (rows > 0)
            {
                blocks.Add((position, rows));
                position += WriteBlock(writer, parts);
            }
        }
        Append(writer, tail =>
        {
            tail.Write(blocks.Count);
            foreach (var (offset, rows) in blocks)
            {
                tail.Write(offset);
                tail.Write(rows);
            }
            tail.Write(position);
            tail.Write(BinaryFormat.Magic);
        });
    }

    private static long Append(BinaryWriter writer, Action<BinaryWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var part = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
            write(part);
        writer.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
        return buffer.Length;
    }

    /// <summary>The sizes of the parts, then the parts.</summary>
    private static long WriteBlock(BinaryWriter writer, List<ColumnPart> parts)
    {
        var packed = parts.ConvertAll(part => part.Pack());
        foreach (var part in packed)
            writer.Write(part.Length);
        foreach (var part in packed)
            writer.Write(part);
        return packed.Sum(part => sizeof(int) + (long)part.Length);
    }

    /// <summary>One column's values of the block that is being filled.</summary>
    private abstract class ColumnPart
    {
        private readonly MemoryStream _buffer = new();

        private protected ColumnPart() => Writer = new BinaryWriter(_buffer, Encoding.UTF8, leaveOpen: true);

        protected BinaryWriter Writer { get; }

        public long Length => _buffer.Length;

        public static ColumnPart Of(DataViewRow row, DataViewSchema.Column column) =>
            (ColumnPart)RowGetters.Generic(typeof(ColumnPart), nameof(OfType), [column.Type.RawType], null, row, column);

        private static ColumnPart OfType<T>(DataViewRow row, DataViewSchema.Column column) => new ColumnPart<T>(row, column);

        public abstract void AddRow();

        public byte[] Pack()
        {
            Writer.Flush();
            using var packed = new MemoryStream();
            using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                deflate.Write(_buffer.GetBuffer(), 0, (int)_buffer.Length);
            _buffer.SetLength(0);
            return packed.ToArray();
        }
    }

    private sealed class ColumnPart<T>(DataViewRow row, DataViewSchema.Column column) : ColumnPart
    {
        private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);
        private readonly ValueCodec<T> _codec = ValueCodec.For<T>(column.Type);
        private T _value;

        public override void AddRow()
        {
            _getter(ref _value);
            _codec.Write(Writer, in _value);
        }
    }
}
