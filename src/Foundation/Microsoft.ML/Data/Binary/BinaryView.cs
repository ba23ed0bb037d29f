using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows of a binary file; the number of rows is known, and blocks can be read in any order.</summary>
internal sealed class BinaryView : IDataView
{
    private readonly IMultiStreamSource _files;
    private readonly BinaryBlock[] _blocks;
    private readonly long _rows;

    public BinaryView(IHostEnvironment environment, IMultiStreamSource files)
    {
        var host = environment.Register("BinaryLoader");
        host.CheckValue(files, "fileSource");
        host.CheckParam(files.Count == 1, "fileSource", "Binary loader must be created with one file");
        _files = files;
        using var stream = files.Open(0);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        host.CheckDecode(stream.Length >= sizeof(ulong) + BinaryFormat.TailSize && reader.ReadUInt64() == BinaryFormat.Magic, "Wrong file type");
        Schema = BinarySchema.Read(reader);
        stream.Seek(-BinaryFormat.TailSize, SeekOrigin.End);
        var table = reader.ReadInt64();
        host.CheckDecode(reader.ReadUInt64() == BinaryFormat.Magic && table > 0 && table < stream.Length, "The file is truncated");
        stream.Seek(table, SeekOrigin.Begin);
        _blocks = new BinaryBlock[reader.ReadInt32()];
        for (var i = 0; i < _blocks.Length; i++)
        {
            _blocks[i] = new BinaryBlock(reader.ReadInt64(), reader.ReadInt32(), _rows);
            _rows += _blocks[i].Rows;
        }
    }

    public DataViewSchema Schema { get; }
    public bool CanShuffle => true;

    public long? GetRowCount() => _rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = ActiveColumns.Of(Schema, columnsNeeded);
        if (rand == null)
            return new BinaryCursor(Schema, _files, _blocks, active);
        // Blocks in random order, and a pool over several of them.
        BinaryBlock[] blocks = [.. _blocks];
        rand.Shuffle(blocks);
        return ShufflingCursor.Over(new BinaryCursor(Schema, _files, blocks, active), BinaryFormat.MaximumRows * 4, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded, rand)];
}
