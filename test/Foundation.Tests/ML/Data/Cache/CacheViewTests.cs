using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.Data.Cache;

public class CacheViewTests
{
    public sealed class Row
    {
        public int Id;
        [VectorType(3)] public float[] Values = [];
    }

    private static IEnumerable<Row> Rows(int count, Action? read = null)
    {
        read?.Invoke();
        for (var i = 0; i < count; i++)
            yield return new Row { Id = i, Values = [i, 2 * i, 3 * i] };
    }

    [Fact]
    public void EightThreadsReadTheSourceOnceAndAllRows()
    {
        var ml = new MLContext(1);
        var reads = 0;
        var view = ml.Data.Cache(ml.Data.LoadFromEnumerable(Rows(5000, () => Interlocked.Increment(ref reads))), "Id", "Values");
        var sums = new double[8];

        Parallel.For(0, sums.Length, new ParallelOptions { MaxDegreeOfParallelism = sums.Length }, i =>
        {
            using var cursor = view.GetRowCursor(view.Schema);
            var values = cursor.GetGetter<VBuffer<float>>(view.Schema["Values"]);
            VBuffer<float> vector = default;
            while (cursor.MoveNext())
            {
                values(ref vector);
                // Callers may edit what they get without harm to the others.
                var editor = VBufferEditor.CreateFromBuffer(ref vector);
                sums[i] += editor.Values[0] + editor.Values[1] + editor.Values[2];
                editor.Values.Clear();
                vector = editor.Commit();
            }
        });

        Assert.All(sums, sum => Assert.Equal(6.0 * 5000 * 4999 / 2, sum));
        Assert.Equal(1, reads);
        Assert.Equal(5000, view.GetRowCount());
    }

    [Fact]
    public void CursorsOfASetShareTheRows()
    {
        var ml = new MLContext(1);
        var view = ml.Data.Cache(ml.Data.LoadFromEnumerable(Rows(1000)));
        var column = view.Schema["Id"];
        var cursors = view.GetRowCursorSet([column], 4);
        Assert.Equal(4, cursors.Length);
        var seen = cursors.AsParallel().SelectMany(cursor =>
        {
            var getter = cursor.GetGetter<int>(column);
            var ids = new List<int>();
            var id = 0;
            while (cursor.MoveNext())
            {
                getter(ref id);
                ids.Add(id);
            }
            cursor.Dispose();
            return ids;
        }).Order().ToArray();
        Assert.Equal(Enumerable.Range(0, 1000), seen);
    }

    [Fact]
    public void ShuffledPassesKeepRowsTogether()
    {
        var ml = new MLContext(1);
        var view = ml.Data.Cache(ml.Data.LoadFromEnumerable(Rows(200)));
        using var cursor = view.GetRowCursor(view.Schema, new Random(3));
        var (ids, values) = (cursor.GetGetter<int>(view.Schema["Id"]), cursor.GetGetter<VBuffer<float>>(view.Schema["Values"]));
        var (id, vector, order) = (0, default(VBuffer<float>), new List<int>());
        while (cursor.MoveNext())
        {
            ids(ref id);
            values(ref vector);
            Assert.Equal([id, 2f * id, 3f * id], vector.DenseValues());
            order.Add(id);
        }
        Assert.NotEqual(Enumerable.Range(0, 200), order);
        Assert.Equal(Enumerable.Range(0, 200), order.Order());
    }

    [Fact]
    public void AFailureInTheSourceReachesTheReader()
    {
        var ml = new MLContext(1);
        IEnumerable<Row> Failing()
        {
            yield return new Row { Id = 1 };
            throw new InvalidDataException("broken source");
        }
        var view = ml.Data.Cache(ml.Data.LoadFromEnumerable(Failing()));
        Assert.Equal("broken source", Assert.Throws<InvalidDataException>(() => view.GetColumn<int>("Id").Count()).Message);
    }
}
