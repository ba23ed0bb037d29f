using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Catalog;

public sealed class LoadImageTextPairsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _warnings = [];

    public LoadImageTextPairsTests()
    {
        foreach (var name in new[] { "a.png", "b.jpg", "sub/c.webp" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File(name))!);
            System.IO.File.WriteAllText(File(name), "never opened");
        }
        _context.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                _warnings.Add(e.RawMessage);
        };
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pairs.csv", "ImagePath,Text\n", ",")]
    [InlineData("pairs.tsv", "filepath\ttitle\n", "\t")]
    [InlineData("metadata.csv", "file_name,text\n", ",")]
    [InlineData("tabs.csv", "image\tcaption\n", "\t")]
    public void UsualNamesAreKnown(string name, string header, string separator)
    {
        Write(name, header + $"a.png{separator}one\nsub/c.webp{separator}\"two, or\n2\"\na.png{separator}\u72d0\u72f8\n");
        Assert.Equal(["a.png: one", "sub/c.webp: two, or\n2", "a.png: \u72d0\u72f8"], Rows(_context.Data.LoadImageTextPairs(File(name))));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void AByteOrderMarkIsNoPartOfTheFirstName()
    {
        System.IO.File.WriteAllText(File("pairs.csv"), "image,caption\nb.jpg,x\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(["b.jpg: x"], Rows(_context.Data.LoadImageTextPairs(File("pairs.csv"))));
    }

    [Fact]
    public void ColumnsSeparatorAndFolderCanBeNamed()
    {
        Write("tables/pairs.csv", "id;picture;alt\n1;c.webp;x,y\n");
        var view = _context.Data.LoadImageTextPairs(File("tables/pairs.csv"), File("sub"), imageColumn: "picture", textColumn: "alt", separator: ';');
        Assert.Equal(["sub/c.webp: x,y"], Rows(view));
        Assert.Equal(["ImagePath", "Text"], view.Schema.Select(column => column.Name));
    }

    [Fact]
    public void BadRowsAreNamedWithTheirLinesAndLeftOut()
    {
        Write("pairs.csv", "image,caption\na.png,one\na.png,\" \"\n,two\nb.jpg,x,y\nmissing.png,z\nb.jpg,\"open\na.png,\"two\nlines\"\n");
        Assert.Equal(["a.png: one", "a.png: two\nlines"], Rows(_context.Data.LoadImageTextPairs(File("pairs.csv"), maxBadRows: 0.9)));
        Assert.Equal(5, _warnings.Count);
        foreach (var (line, problem) in new[] { (3, "text is empty"), (4, "names no image"), (5, "3 fields, and the header 2"), (6, "no image"), (7, "never closed") })
            Assert.Contains(_warnings, warning => warning.Contains($"line {line} of ") && warning.Contains(problem));
    }

    [Fact]
    public void TooManyBadRowsAreAnError()
    {
        Write("pairs.csv", "image,caption\na.png,one\nb.jpg,\n");
        var message = Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("pairs.csv"), maxBadRows: 0.4)).Message;
        Assert.Contains("1 of 2 rows", message);
        Assert.Contains("line 3", message);
        Assert.Single(Rows(_context.Data.LoadImageTextPairs(File("pairs.csv"), maxBadRows: 0.5)));
    }

    [Fact]
    public void ManyBadRowsAreCounted()
    {
        Write("pairs.csv", "image,caption\na.png,one\n" + string.Concat(Enumerable.Repeat("a.png,\n", 25)));
        _context.Data.LoadImageTextPairs(File("pairs.csv"), maxBadRows: 1);
        Assert.Equal(11, _warnings.Count);
        Assert.Contains("15 more rows", _warnings[^1]);
    }

    [Fact]
    public void TextsMayLieBesideTheirImages()
    {
        Write("a.txt", "one\n\n  two \n");
        Write("sub/c.txt", "three");
        Write("d.txt", "of no image");
        Assert.Equal(["a.png: one", "a.png: two", "sub/c.webp: three"], Rows(_context.Data.LoadImageTextPairs(_folder.Path, maxBadRows: 0.5)));
        Assert.Contains(_warnings, warning => warning.Contains("b.jpg") && warning.Contains("no b.txt"));
        Assert.Contains(_warnings, warning => warning.Contains("d.txt") && warning.Contains("no image beside"));
    }

    [Fact]
    public void ATextIsForAllImagesOfItsNameAndItsExtensionMayBeInCapitals()
    {
        foreach (var name in new[] { "cat.jpg", "cat.png", "dog.jpg" })
            Write("pets/" + name, "never opened");
        Write("pets/cat.txt", "a cat");
        Write("pets/dog.TXT", "a dog");
        Assert.Equal(["pets/cat.jpg: a cat", "pets/cat.png: a cat", "pets/dog.jpg: a dog"], Rows(_context.Data.LoadImageTextPairs(File("pets"), maxBadRows: 0)));
    }

    [Fact]
    public void WrongColumnsAreListed()
    {
        Write("none.csv", "id,alt\n1,x\n");
        Assert.Contains("Columns: id, alt.", Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("none.csv"))).Message);
        Assert.Contains("no column 'img'", Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("none.csv"), imageColumn: "img")).Message);
        Write("two.csv", "image,title,caption\na.png,x,y\n");
        Assert.Contains("textColumn", Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("two.csv"))).Message);
        Write("empty.csv", "");
        Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("empty.csv")));
        Write("header.csv", "image,caption\n");
        Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("header.csv")));
    }

    [Fact]
    public void ATableInOneColumnSuggestsASeparator()
    {
        Write("pairs.csv", "image;caption\na.png;x\n");
        const string Hint = "something else than a comma or tab; set separator.";
        Assert.EndsWith(Hint, Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("pairs.csv"))).Message);
        Assert.EndsWith(Hint, Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("pairs.csv"), imageColumn: "image")).Message);
        Assert.EndsWith("than '|'; set separator.", Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("pairs.csv"), separator: '|')).Message);
        Write("none.csv", "id,alt\n1,x\n");
        Assert.DoesNotContain("separator", Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("none.csv"))).Message);
    }

    [Fact]
    public void ATableThatNoStringHoldsIsToBeSplit()
    {
        using (var table = System.IO.File.Create(File("large.csv")))
            table.SetLength(1L << 31); // Of holes.
        var message = Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("large.csv"))).Message;
        Assert.Contains("large.csv", message);
        Assert.Contains("Split it", message);
    }

    [Fact]
    public void AFolderWithoutImagesIsAnError()
    {
        Write("texts/a.txt", "of no image");
        Assert.Contains("no image in", Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("texts"))).Message);
    }

    [Fact]
    public void WhatIsSaidOfATableIsRefusedForAFolder()
    {
        Write("a.txt", "one");
        Assert.Equal("imageFolder", Assert.Throws<ArgumentException>(() => _context.Data.LoadImageTextPairs(_folder.Path, imageFolder: File("sub"))).ParamName);
        Assert.Equal("imageColumn", Assert.Throws<ArgumentException>(() => _context.Data.LoadImageTextPairs(_folder.Path, imageColumn: "image")).ParamName);
        Assert.Equal("textColumn", Assert.Throws<ArgumentException>(() => _context.Data.LoadImageTextPairs(_folder.Path, textColumn: "text")).ParamName);
        Assert.Equal("separator", Assert.Throws<ArgumentException>(() => _context.Data.LoadImageTextPairs(_folder.Path, separator: ';')).ParamName);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OtherEncodingsAreRefused(bool withMark)
    {
        System.IO.File.WriteAllBytes(File("latin.csv"), [.. withMark ? Encoding.UTF8.GetPreamble() : [], .. Encoding.Latin1.GetBytes("image,caption\na.png,caf\u00e9\n")]);
        Assert.Contains("not UTF-8", Assert.Throws<InvalidDataException>(() => _context.Data.LoadImageTextPairs(File("latin.csv"))).Message);
    }

    [Fact]
    public void ATextFileOfAnotherEncodingIsABadRow()
    {
        Write("a.txt", "caf\u00e9");
        System.IO.File.WriteAllBytes(File("b.txt"), Encoding.Latin1.GetBytes("good\ncaf\u00e9\n"));
        Write("sub/c.txt", "three");
        Assert.Equal(["a.png: caf\u00e9", "sub/c.webp: three"], Rows(_context.Data.LoadImageTextPairs(_folder.Path, maxBadRows: 0.4)));
        Assert.Contains("b.txt: it is not UTF-8", Assert.Single(_warnings));
    }

    [Fact]
    public void WhatIsNotThereIsSaid()
    {
        Assert.Throws<FileNotFoundException>(() => _context.Data.LoadImageTextPairs(File("nothing.csv")));
        Write("pairs.csv", "image,caption\na.png,x\n");
        Assert.Throws<DirectoryNotFoundException>(() => _context.Data.LoadImageTextPairs(File("pairs.csv"), File("nowhere")));
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.LoadImageTextPairs(File("pairs.csv"), maxBadRows: 2));
    }

    private string File(string name) => Path.Combine(_folder.Path, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
    }

    private string[] Rows(IDataView view) => [.. view.GetColumn<string>("ImagePath").Zip(view.GetColumn<string>("Text"),
        (image, text) => $"{Path.GetRelativePath(_folder.Path, image).Replace('\\', '/')}: {text}")];
}
