using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Tests.Classification;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Scoring;

[Collection(nameof(TrainedModel))]
public sealed class ScoringCursorTests(TrainedModel trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private sealed class Row
    {
        public string ImagePath { get; set; } = "";
        public int Number { get; set; }
        public float[] Values { get; set; } = [];
        public string Text { get; set; } = "";
    }

    private Row[] Rows(int count) => Enumerable.Range(0, count)
        .Select(i => new Row { ImagePath = trained.TestPaths[i % 60], Number = i, Values = Enumerable.Repeat(i * .5f, i % 4).ToArray(), Text = $"row {i}" })
        .ToArray();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(14)]
    [InlineData(15)]
    public void Columns_pass_through_with_their_rows(int count)
    {
        var rows = Rows(count);
        var scored = trained.Classifier.Transform(trained.Context.Data.LoadFromEnumerable(rows));
        Assert.Equal(rows.Select(r => r.Number), scored.GetColumn<int>("Number"));
        using var cursor = scored.GetRowCursor(scored.Schema);
        var number = cursor.GetGetter<int>(scored.Schema["Number"]);
        var values = cursor.GetGetter<VBuffer<float>>(scored.Schema["Values"]);
        var text = cursor.GetGetter<ReadOnlyMemory<char>>(scored.Schema["Text"]);
        var score = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        var id = cursor.GetIdGetter();
        var ids = new HashSet<DataViewRowId>();
        var expected = trained.Scores(trained.Classifier.Transform(trained.Test));
        var seen = 0;
        for (; cursor.MoveNext(); seen++)
        {
            var (n, v, t, s, i) = (0, default(VBuffer<float>), default(ReadOnlyMemory<char>), default(VBuffer<float>), default(DataViewRowId));
            number(ref n);
            values(ref v);
            text(ref t);
            score(ref s);
            id(ref i);
            Assert.Equal(seen, n);
            Assert.Equal(seen, cursor.Position);
            Assert.Equal(rows[seen].Values, v.DenseValues());
            Assert.Equal(rows[seen].Text, t.ToString());
            Assert.Equal(expected[seen % 60], s.DenseValues().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.True(ids.Add(i));
        }
        Assert.Equal(count, seen);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Images_pass_through_as_copies()
    {
        var view = trained.Context.Transforms.LoadImages("Image", "", "ImagePath").Fit(trained.Test).Transform(trained.Test);
        var scored = trained.Classifier.Transform(view);
        using var cursor = scored.GetRowCursor([scored.Schema["Image"], scored.Schema["Score"]]);
        var image = cursor.GetGetter<MLImage?>(scored.Schema["Image"]);
        MLImage? value = null;
        var rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            image(ref value);
            using var expected = MLImage.CreateFromFile(trained.TestPaths[rows]);
            Assert.True(expected.Pixels.SequenceEqual(value!.Pixels));
        }
        Assert.Equal(60, rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)] // Its batch is the other one.
    public void Copies_of_images_are_freed_with_the_cursor_and_those_handed_out_are_not(int rows)
    {
        var view = trained.Context.Transforms.LoadImages("Image", "", "ImagePath").Fit(trained.Test).Transform(trained.Test);
        var scored = trained.Classifier.Transform(view);
        var cursor = scored.GetRowCursor([scored.Schema["Image"], scored.Schema["Score"]]);
        var image = cursor.GetGetter<MLImage?>(scored.Schema["Image"]);
        for (var i = 0; i < rows; i++)
            Assert.True(cursor.MoveNext());
        MLImage? mine = null, other = null;
        image(ref mine);
        cursor.Dispose();
        using var expected = MLImage.CreateFromFile(trained.TestPaths[rows - 1]);
        Assert.True(expected.Pixels.SequenceEqual(mine!.Pixels));
        Assert.Contains("disposed", Assert.Throws<InvalidOperationException>(() => image(ref other)).Message);
    }

    [Fact]
    public void Opens_no_image_when_no_score_is_wanted()
    {
        var rows = new[] { new Row { ImagePath = "/nowhere.png", Number = 5 } };
        Assert.Equal([5], trained.Classifier.Transform(trained.Context.Data.LoadFromEnumerable(rows)).GetColumn<int>("Number"));
    }

    [Fact]
    public void A_bad_image_throws_at_its_row_and_names_the_file()
    {
        var rows = Rows(20);
        rows[9].ImagePath = "/nowhere/missing.png";
        var scored = trained.Classifier.Transform(trained.Context.Data.LoadFromEnumerable(rows));
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        var getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        VBuffer<float> score = default;
        for (var i = 0; i < 9; i++)
        {
            Assert.True(cursor.MoveNext());
            getter(ref score);
        }
        Assert.True(cursor.MoveNext());
        var error = Assert.Throws<InvalidOperationException>(() => getter(ref score));
        Assert.Contains("Row 9", error.Message);
        Assert.Contains("/nowhere/missing.png", error.Message);
        Assert.True(cursor.MoveNext());
        getter(ref score);
        Assert.Equal(1, score.DenseValues().Sum(), 1e-5);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("truncated")]
    [InlineData("not an image")]
    [InlineData("empty")]
    [InlineData("huge")]
    [InlineData("no path")]
    public void A_bad_image_gets_NaN_where_that_is_asked_for(string kind)
    {
        var good = File.ReadAllBytes(trained.TestPaths[0]);
        var bad = kind switch
        {
            "missing" => "/nowhere.png",
            "truncated" => _folder.Write("t.png", good[..(good.Length / 2)]),
            "not an image" => _folder.Write("n.jpg", "just words"u8.ToArray()),
            "empty" => _folder.Write("e.png", []),
            "huge" => _folder.Write("h.png", PngFile.HeaderOnly(30_000, 30_000)),
            _ => "",
        };
        var rows = Rows(9);
        rows[4].ImagePath = bad;
        var view = trained.Context.Data.LoadFromEnumerable(rows);
        var whole = trained.Scores(trained.Classifier.Transform(trained.Context.Data.LoadFromEnumerable(Rows(9))));
        Assert.Throws<InvalidOperationException>(() => trained.Scores(trained.Classifier.Transform(view)));
        trained.Classifier.SkipBadImages = true;
        try
        {
            var scored = trained.Classifier.Transform(view);
            var scores = trained.Scores(scored);
            Assert.All(scores[4], s => Assert.True(float.IsNaN(s)));
            Assert.Equal(0u, scored.GetColumn<uint>("PredictedLabel").ElementAt(4));
            for (var i = 0; i < 9; i++)
                if (i != 4)
                    Assert.Equal(whole[i], scores[i], (a, b) => Math.Abs(a - b) < 1e-5);
        }
        finally
        {
            trained.Classifier.SkipBadImages = false;
        }
    }

    [Fact]
    public void A_set_of_cursors_is_one_that_sees_every_row()
    {
        var scored = trained.Classifier.Transform(trained.Test);
        var cursors = scored.GetRowCursorSet([scored.Schema["Score"]], 4);
        var rows = 0;
        foreach (var cursor in cursors)
            using (cursor)
                while (cursor.MoveNext())
                    rows++;
        Assert.Equal(60, rows);
    }

    [Fact]
    public void May_be_left_half_way()
    {
        var scored = trained.Classifier.Transform(trained.Test);
        Assert.Equal(2, scored.Preview(2).RowView.Length);
        Assert.Equal(3, trained.Scores(trained.Context.Data.TakeRows(scored, 3)).Length);
    }

    [Fact]
    public void What_the_source_throws_arrives_behind_the_rows_before_it()
    {
        var scored = trained.Classifier.Transform(trained.Context.Data.LoadFromEnumerable(Failing()));
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        for (var i = 0; i < 10; i++)
            Assert.True(cursor.MoveNext());
        Assert.Equal("the disk is gone", Assert.ThrowsAny<Exception>(() => cursor.MoveNext()).GetBaseException().Message);

        IEnumerable<Row> Failing()
        {
            foreach (var row in Rows(10))
                yield return row;
            throw new IOException("the disk is gone");
        }
    }

    [Fact]
    public void Names_the_columns_there_are_when_the_images_are_missing()
    {
        var error = Assert.Throws<ArgumentException>(() => trained.Classifier.Transform(trained.Context.Data.LoadFromEnumerable(new[] { new { Photo = "a" } })));
        Assert.Contains("'ImagePath'", error.Message);
        Assert.Contains("Photo", error.Message);
    }
}
