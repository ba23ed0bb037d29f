using Foundation.Tests.ML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.Data.Binary;

public sealed class BinaryFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    public sealed class Row
    {
        public int Id;
        public VBuffer<byte> Bytes;
        public string Text = "";
        public DateTime Day;
        public TimeSpan Span;
        public DateTimeOffset Moment;
        public bool Flag;
        public ulong Large;
    }

    private IDataView Saved(MLContext ml, int rows)
    {
        var view = ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row
        {
            Id = i,
            Bytes = new VBuffer<byte>(i % 5, [.. Enumerable.Range(0, i % 5).Select(b => (byte)(i + b))]),
            Text = new string('t', i % 7),
            Day = new DateTime(2020, 1, 1).AddHours(i),
            Span = TimeSpan.FromSeconds(i),
            Moment = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(i % 12)),
            Flag = i % 2 == 0,
            Large = ulong.MaxValue - (ulong)i,
        }));
        using (var stream = File.Create(_path))
            ml.Data.SaveAsBinary(view, stream);
        return view;
    }

    [Fact]
    public void KeepsEveryTypeOverSeveralBlocks()
    {
        var ml = new MLContext(1);
        var source = Saved(ml, 3000);
        var view = ml.Data.LoadFromBinary(_path);
        Assert.Equal(3000, view.GetRowCount());
        Assert.Equal(SavedTransformerTests.Describe(source), SavedTransformerTests.Describe(view));
    }

    [Fact]
    public void ShuffledReadingGivesEachRowOnceWithItsOwnValues()
    {
        var ml = new MLContext(1);
        Saved(ml, 3000);
        var view = ml.Data.ShuffleRows(ml.Data.LoadFromBinary(_path), seed: 5, shufflePoolSize: 10);
        var rows = ml.Data.CreateEnumerable<Row>(view, reuseRowObject: false).ToArray();
        Assert.NotEqual(Enumerable.Range(0, 3000), rows.Select(row => row.Id));
        Assert.Equal(Enumerable.Range(0, 3000), rows.Select(row => row.Id).Order());
        Assert.All(rows, row => Assert.Equal(ulong.MaxValue - (ulong)row.Id, row.Large));
    }

    [Fact]
    public void DamagedFilesAreRefused()
    {
        var ml = new MLContext(1);
        Saved(ml, 100);
        var bytes = File.ReadAllBytes(_path);
        File.WriteAllBytes(_path, bytes[..(bytes.Length / 2)]);
        Assert.Throws<FormatException>(() => ml.Data.LoadFromBinary(_path));
        File.WriteAllText(_path, "this is no binary file at all, only text");
        Assert.Throws<FormatException>(() => ml.Data.LoadFromBinary(_path));
        File.Delete(_path);
        Assert.Throws<ArgumentOutOfRangeException>(() => ml.Data.LoadFromBinary(_path));
    }
}
