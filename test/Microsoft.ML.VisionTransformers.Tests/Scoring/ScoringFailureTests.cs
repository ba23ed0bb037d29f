using System.Collections;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Scoring;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Scoring;

public sealed class ScoringFailureTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(6, "with 6 rows scored", "ScoringBatchSize (to 3, say)")]
    [InlineData(1, "with 1 row scored", "fewer rows at once cannot be scored")]
    public void Memory_that_runs_out_names_the_rows_and_what_helps(int rows, string tried, string remedy)
    {
        using var scorer = new Greedy(new Lease<Thing>(new Thing()));
        var e = Assert.Throws<InsufficientMemoryException>(() => scorer.Score(new float[2 * rows], rows, new float[rows]));
        Assert.Contains(tried, e.Message);
        Assert.Contains(remedy, e.Message);
        Assert.Contains("CUDA", e.InnerException!.Message);
    }

    [Fact]
    public void A_batch_that_cannot_be_scored_leaves_the_cursor_at_no_row()
    {
        var scored = Scored(Enumerable.Range(0, 6).Select(i => new Row { Values = [i, i] }), new Scorer { FailingCall = 2 });
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        var get = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        VBuffer<float> score = default;
        for (var i = 0; i < 2; i++)
        {
            Assert.True(cursor.MoveNext());
            get(ref score);
            Assert.Equal([7f], score.DenseValues());
        }
        Assert.Throws<IOException>(() => cursor.MoveNext());
        Assert.Contains("not at a row", Assert.Throws<InvalidOperationException>(() => get(ref score)).Message);
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void A_cursor_that_cannot_be_made_frees_that_of_its_source()
    {
        var source = new Source();
        var scored = Scored(source, new Scorer { ValuesPerRow = -1 });
        Assert.Throws<OverflowException>(() => scored.GetRowCursor([scored.Schema["Score"]]));
        Assert.EndsWith("closed", source.Story);
    }

    private ScoringDataView Scored(IEnumerable<Row> rows, IRowScorer scorer)
    {
        var view = _context.Data.LoadFromEnumerable(rows);
        return new ScoringDataView(new ScoringMapper(view.Schema, InputColumn.OfVectors(view.Schema, "Values", 2), scorer, [ScoredColumn.OfVector("Score", 1)]), view);
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Values { get; set; } = [];
    }

    private sealed class Scorer : IRowScorer
    {
        private int _calls;

        public int FailingCall { get; init; }

        public int ValuesPerRow { get; init; } = 1;

        public int ValuesPerInput => 2;

        public int BatchSize => 2;

        public bool SkipBadImages => false;

        public void Score(float[] inputs, int rows, float[] values)
        {
            if (++_calls == FailingCall)
                throw new IOException("the cable is out");
            values.AsSpan(0, rows).Fill(7);
        }
    }

    private sealed class Greedy(Lease<Thing> thing) : BatchScorer<Thing>(thing, CPU)
    {
        public override int ValuesPerRow => 1;

        public override int ValuesPerInput => 2;

        protected override long[] InputShape => [2];

        protected override Tensor Run(Thing network, Tensor batch) => throw new InvalidOperationException("CUDA out of memory. Tried to allocate 2.00 GiB.");
    }

    private sealed class Thing : IDisposable
    {
        public void Dispose()
        {
        }
    }

    /// <summary>No rows, and who looked for some.</summary>
    private sealed class Source : IEnumerable<Row>, IEnumerator<Row>
    {
        public string Story { get; private set; } = "";

        public Row Current => new();

        object IEnumerator.Current => Current;

        public IEnumerator<Row> GetEnumerator()
        {
            Story += " opened";
            return this;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public bool MoveNext() => false;

        public void Reset()
        {
        }

        public void Dispose() => Story += " closed";
    }
}
