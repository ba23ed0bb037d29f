using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.Data.Text;

public sealed class TextLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("text-loader").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public void ReadsEveryValueOfALargeFile()
    {
        const int rows = 20000, fields = 20;
        var text = new StringBuilder();
        for (var row = 0; row < rows; row++)
            text.AppendJoin(',', Enumerable.Range(0, fields).Select(field => (row * 0.5 + field).ToString(CultureInfo.InvariantCulture))).Append('\n');
        var ml = new MLContext(1);
        var view = ml.Data.LoadFromTextFile(Write("large.csv", text.ToString()), [new TextLoader.Column("V", DataKind.Single, 0, fields - 1)], ',');

        using var cursor = view.GetRowCursor(view.Schema);
        var getter = cursor.GetGetter<VBuffer<float>>(view.Schema["V"]);
        VBuffer<float> values = default;
        var (count, sum) = (0, 0.0);
        while (cursor.MoveNext())
        {
            getter(ref values);
            Assert.Equal(fields, values.Length);
            foreach (var value in values.GetValues())
                sum += value;
            count++;
        }

        Assert.Equal(rows, count);
        // The sum over rows of fields * row / 2 plus 0 + 1 + ... + 19 in each.
        Assert.Equal(fields * 0.5 * rows * (rows - 1) / 2 + rows * 190.0, sum, 1e-6 * sum);
    }

    [Fact]
    public void EachPassReadsAnewAndOnlyWhatIsAskedFor()
    {
        var ml = new MLContext(1);
        // The second column cannot be parsed, which nobody notices who does not ask for it.
        var view = ml.Data.LoadFromTextFile(Write("bad.csv", "1,x\n2,y\n"), [new TextLoader.Column("A", DataKind.Int32, 0), new TextLoader.Column("B", DataKind.Int32, 1)], ',');

        Assert.Equal([1, 2], view.GetColumn<int>("A"));
        Assert.Equal([1, 2], view.GetColumn<int>("A"));
        Assert.Throws<InvalidOperationException>(() => view.GetColumn<int>("B").Count());
    }

    [Fact]
    public void WildcardsNameSeveralFiles()
    {
        Write("part-1.csv", "1\n");
        Write("part-2.csv", "2\n3\n");
        var view = new MLContext(1).Data.LoadFromTextFile(Path.Combine(_folder, "part-*.csv"), [new TextLoader.Column("A", DataKind.Int32, 0)]);
        Assert.Equal([1, 2, 3], view.GetColumn<int>("A"));
    }

    [Fact]
    public void HeaderNamesSlotsWhereTheFileIsTheSample()
    {
        var options = new TextLoader.Options { Separators = [','], HasHeader = true, Columns = [new TextLoader.Column("V", DataKind.Single, 1, 2)] };
        var view = new MLContext(1).Data.LoadFromTextFile(Write("header.csv", "id,width, height\n1,2,3\n"), options);
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["V"].GetSlotNames(ref names);
        Assert.Equal(["width", "height"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void EscapedQuotesAndDecimalCommas()
    {
        var options = new TextLoader.Options
        {
            Separators = [';'], AllowQuoting = true, EscapeChar = '\\', DecimalMarker = ',',
            Columns = [new TextLoader.Column("T", DataKind.String, 0), new TextLoader.Column("N", DataKind.Double, 1)],
        };
        var view = new MLContext(1).Data.LoadFromTextFile(Write("escaped.csv", "\"a\\\"b;c\";1,5\n"), options);
        Assert.Equal("a\"b;c", view.GetColumn<string>("T").Single());
        Assert.Equal(1.5, view.GetColumn<double>("N").Single());
    }

    [Fact]
    public void SavedDenseAndSchemaReadBackAlike()
    {
        var ml = new MLContext(1);
        var source = ml.Data.LoadFromTextFile(Write("in.csv", "1,0,0,0,0,0,0,3,pear\n2,0,0,0,0,0,0,0,fig tree\n"),
            [new TextLoader.Column("V", DataKind.Single, 0, 7), new TextLoader.Column("T", DataKind.String, 8)], ',');
        using var stream = new MemoryStream();
        ml.Data.SaveAsText(source, stream, forceDense: true);
        Assert.StartsWith("#@ TextLoader{\n#@   header+\n#@   sep=tab\n#@   col=V:R4:0-7\n#@   col=T:TX:8\n#@ }\n", Encoding.UTF8.GetString(stream.ToArray()));

        var back = ml.Data.LoadFromTextFile(Write("back.txt", Encoding.UTF8.GetString(stream.ToArray())));
        Assert.Equal(source.GetColumn<float[]>("V"), back.GetColumn<float[]>("V"));
        Assert.Equal(["pear", "fig tree"], back.GetColumn<string>("T"));
    }

    [Fact]
    public void SparseLinesReadBackWhereSparseIsAllowed()
    {
        var ml = new MLContext(1);
        var source = ml.Data.LoadFromTextFile(Write("in.csv", "1,0,0,0,0,0,0,3\n0,0,0,0,0,0,0,0\n"), [new TextLoader.Column("V", DataKind.Single, 0, 7)], ',');
        using var stream = new MemoryStream();
        ml.Data.SaveAsText(source, stream, schema: false, headerRow: false);
        Assert.Equal("8\t0:1\t7:3\n8\t0:0\n", Encoding.UTF8.GetString(stream.ToArray()));

        var back = ml.Data.LoadFromTextFile(Write("sparse.txt", Encoding.UTF8.GetString(stream.ToArray())), [new TextLoader.Column("V", DataKind.Single, 0, 7)], allowSparse: true);
        Assert.Equal(source.GetColumn<float[]>("V"), back.GetColumn<float[]>("V"));
    }

    [Fact]
    public void NumbersAreThoseThatTheRuntimeReads()
    {
        var random = new Random(5);
        string[] texts =
        [
            "0", "-0", "5.", ".5", "-.25", "+3", "1e5", "1E-5", "123456789012345", "1234567890123456789", "0.000000000000001", "9007199254740993", " 2.5 ",
            .. Enumerable.Range(0, 2000).Select(_ => (random.NextDouble() * 2000 - 1000).ToString("F" + random.Next(12), CultureInfo.InvariantCulture)),
        ];
        var view = new MLContext(1).Data.LoadFromTextFile(Write("numbers.txt", string.Join('\n', texts)),
            [new TextLoader.Column("D", DataKind.Double, 0), new TextLoader.Column("S", DataKind.Single, 0)]);
        Assert.Equal(texts.Select(text => double.Parse(text, CultureInfo.InvariantCulture)), view.GetColumn<double>("D"));
        Assert.Equal(texts.Select(text => float.Parse(text, CultureInfo.InvariantCulture)), view.GetColumn<float>("S"));
    }

    [Fact]
    public void QuotedFieldsSpanLines()
    {
        var options = new TextLoader.Options
        {
            Separators = [','], AllowQuoting = true, ReadMultilines = true,
            Columns = [new TextLoader.Column("T", DataKind.String, 0), new TextLoader.Column("N", DataKind.Int32, 1)],
        };
        var view = new MLContext(1).Data.LoadFromTextFile(Write("lines.csv", "\"a\n\nb \"\"c\"\"\",1\nd,2\n"), options);
        Assert.Equal(["a\n\nb \"c\"", "d"], view.GetColumn<string>("T"));
        Assert.Equal([1, 2], view.GetColumn<int>("N"));
    }
}
