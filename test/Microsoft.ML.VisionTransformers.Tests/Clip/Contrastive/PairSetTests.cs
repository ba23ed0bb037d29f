using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.Contrastive;

public sealed class PairSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RowsOfOneImageAreJoinedWhateverTheColumnHolds()
    {
        var rows = PairPictures.Write(_folder.Path, 2, seed: 3);
        var columns = new[]
        {
            View(rows),
            View(rows.Select(row => new ByteRow { ImagePath = File.ReadAllBytes(row.ImagePath), Text = row.Text })),
            View(rows.Select(row => new PixelRow { ImagePath = MLImage.CreateFromFile(row.ImagePath), Text = row.Text })),
        };
        foreach (var pairs in columns.Select(Read))
        {
            Assert.Equal(12, pairs.Images.Count);
            Assert.All(pairs.Images, image => Assert.Equal(2, image.Texts.Count));
        }
    }

    [Fact]
    public void WhatIsNoImageIsNoCommonOne() =>
        Assert.Equal(2, Read(View(new[] { new ByteRow { Text = "a" }, new ByteRow { Text = "b" } })).Images.Count);

    [Fact]
    public void EqualPixelsOfOtherSizesAreOtherImages() => Assert.Equal(3, Read(View(new[] { Grey(16, 16), Grey(8, 32), Grey(32, 8), Grey(8, 32) })).Images.Count);

    [Theory]
    [InlineData(10, 0.1, 0)]
    [InlineData(20, 0.1, 2)]
    [InlineData(3, 0.9, 0)]
    [InlineData(4, 0.9, 2)]
    public void NeitherPartIsASingleImage(int images, double fraction, int held)
    {
        var pairs = new PairSet([.. Enumerable.Range(0, images).Select(_ => new PairedImage(new MissingImage("None.", "row 0"), [0]))], new TokenizedTexts(ClipVocabularyFile.Tokenizer));
        var (train, validation) = pairs.Split(fraction, seed: 1);
        Assert.Equal((images - held, held), (train.Images.Count, validation?.Images.Count ?? 0));
    }

    private PairSet Read(IDataView view)
    {
        using var model = ClipFolder.Model();
        return PairSet.Read(view, "ImagePath", "Text", model, 0, _ => { }, default);
    }

    private IDataView View<TRow>(IEnumerable<TRow> rows) where TRow : class => _context.Data.LoadFromEnumerable(rows.ToArray());

    private static PixelRow Grey(int width, int height) => new()
    {
        ImagePath = MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, new Picture(width, height).Bgra()), Text = $"{width} x {height}",
    };

    private sealed class ByteRow
    {
        public byte[] ImagePath { get; set; } = [];

        public string Text { get; set; } = "";
    }

    private sealed class PixelRow
    {
        [ImageType(16, 16)]
        public MLImage? ImagePath { get; set; }

        public string Text { get; set; } = "";
    }
}
