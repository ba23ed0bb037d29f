using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Anchor = Microsoft.ML.Transforms.Image.ImageResizingEstimator.Anchor;
using ResizingKind = Microsoft.ML.Transforms.Image.ImageResizingEstimator.ResizingKind;

namespace Foundation.Tests.ML.ImageAnalytics;

/// <summary>Loading, resizing, greyscale, pixels: values, ownership and saving.</summary>
public sealed class ImageStepTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("steps").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public class PathRow
    {
        public string? Path;
    }

    public class ImageRow
    {
        [ImageType(2, 4)] public MLImage? Image;
    }

    /// <summary>Four columns of two rows, of levels 0, 80, 160, 240.</summary>
    private static MLImage Bars()
    {
        var pixels = new byte[32];
        for (var i = 0; i < 8; i++)
            pixels.AsSpan(4 * i, 4).Fill((byte)(80 * (i % 4)));
        for (var i = 3; i < 32; i += 4)
            pixels[i] = 255;
        return MLImage.CreateFromPixels(4, 2, MLPixelFormat.Bgra32, pixels);
    }

    private byte[] Resized(int width, int height, ResizingKind kind, Anchor anchor = Anchor.Center)
    {
        var view = _ml.Data.LoadFromEnumerable(new[] { new ImageRow { Image = Bars() } });
        var output = _ml.Transforms.ResizeImages("R", width, height, "Image", kind, anchor).Fit(view).Transform(view);
        using var cursor = output.GetRowCursor([output.Schema["R"]]);
        var getter = cursor.GetGetter<MLImage>(output.Schema["R"]);
        MLImage? image = null;
        cursor.MoveNext();
        getter(ref image!);
        Assert.Equal((width, height), (image.Width, image.Height));
        return image.Pixels.ToArray();
    }

    private static int[] Blues(byte[] pixels) => [.. pixels.Chunk(4).Select(p => (int)p[0])];

    [Fact]
    public void FillTakesTheNearest() => Assert.Equal([80, 240], Blues(Resized(2, 1, ResizingKind.Fill)));

    [Fact]
    public void CropKeepsTheMiddle() => Assert.Equal([80, 160, 80, 160], Blues(Resized(2, 2, ResizingKind.IsoCrop)));

    [Theory]
    [InlineData(Anchor.Left, new[] { 0, 80, 0, 80 })]
    [InlineData(Anchor.Right, new[] { 160, 240, 160, 240 })]
    public void CropAtAnEdge(Anchor anchor, int[] expected) => Assert.Equal(expected, Blues(Resized(2, 2, ResizingKind.IsoCrop, anchor)));

    [Fact]
    public void PadHasBarsOfZeros()
    {
        var pixels = Resized(4, 4, ResizingKind.IsoPad);
        Assert.Equal(new byte[16], pixels[..16]);
        Assert.Equal([0, 80, 160, 240, 0, 80, 160, 240], Blues(pixels[16..48]));
        Assert.Equal(new byte[16], pixels[48..]);
    }

    [Fact]
    public void ShrinkingAverages()
    {
        // Triangles two source pixels to either side, so that the two are symmetric about the middle level of 120.
        var blues = Blues(Resized(2, 1, ResizingKind.IsoCrop));
        Assert.Equal(240, blues[0] + blues[1]);
        Assert.InRange(blues[0], 40, 80);
    }

    [Fact]
    public void EnlargingIsSmoothAndFlatStaysFlat()
    {
        var blues = Blues(Resized(16, 8, ResizingKind.IsoCrop))[..16];
        Assert.Equal(blues.Order(), blues);
        Assert.All(blues, b => Assert.InRange(b, 0, 255));
    }

    [Fact]
    public void Grey()
    {
        using var image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Rgba32, [100, 200, 50, 255]);
        var row = _ml.Data.LoadFromEnumerable(new[] { new OnePixel { Image = image } });
        var output = _ml.Transforms.ConvertToGrayscale("G", "Image").Append(_ml.Transforms.ExtractPixels("P", "G")).Fit(row).Transform(row);
        Assert.Equal([154f, 154f, 154f], output.GetColumn<float[]>("P").Single()); // 30 + 118 + 5.5 rounds up
    }

    public class OnePixel
    {
        [ImageType(1, 1)] public MLImage? Image;
    }

    [Fact]
    public void BytesAndAlphaOfPixels()
    {
        var view = _ml.Data.LoadFromEnumerable(new[] { new OnePixel { Image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, [1, 2, 3, 4]) } });
        var output = _ml.Transforms.ExtractPixels("P", "Image", ImagePixelExtractingEstimator.ColorBits.All, ImagePixelExtractingEstimator.ColorsOrder.ABGR, outputAsFloatArray: false).Fit(view).Transform(view);
        Assert.Equal("Vector<Byte, 4, 1, 1>", output.Schema["P"].Type.ToString());
        Assert.Equal(new byte[] { 4, 1, 2, 3 }, output.GetColumn<byte[]>("P").Single());
    }

    private IDataView Paths(params string[] names) => _ml.Data.LoadFromEnumerable(names.Select(n => new PathRow { Path = n }).ToArray());

    private static T[] Read<T>(IDataView view, string column, Func<T, T> copy)
    {
        var values = new List<T>();
        using var cursor = view.GetRowCursor([view.Schema[column]]);
        var getter = cursor.GetGetter<T>(view.Schema[column]);
        T value = default!;
        while (cursor.MoveNext())
        {
            getter(ref value);
            values.Add(copy(value));
        }
        return [.. values];
    }

    [Fact]
    public void LoadedImagesAreDisposedWhenTheNextComes()
    {
        using (var bars = Bars())
        {
            bars.Save(Path.Combine(_folder, "a.png"));
            bars.Save(Path.Combine(_folder, "b.png"));
        }
        var view = Paths("a.png", "", "b.png");
        var loaded = _ml.Transforms.LoadImages("Image", _folder, "Path").Fit(view).Transform(view);
        var tags = new List<string?>();
        var images = Read<MLImage>(loaded, "Image", image =>
        {
            tags.Add(image?.Tag);
            return image!;
        });
        Assert.Equal([Path.Combine(_folder, "a.png"), null, Path.Combine(_folder, "b.png")], tags);
        Assert.Null(images[1]);
        Assert.Throws<InvalidOperationException>(() => images[0].Width);
        Assert.Throws<InvalidOperationException>(() => images[2].Width);
    }

    [Fact]
    public void AnImageOfARowIsDisposedWhenTheNextRowIsRead()
    {
        using (var bars = Bars())
        {
            bars.Save(Path.Combine(_folder, "a.png"));
            bars.Save(Path.Combine(_folder, "b.png"));
        }
        var view = Paths("a.png", "b.png");
        var loaded = _ml.Transforms.LoadImages("Image", _folder, "Path").Fit(view).Transform(view);
        using var rows = _ml.Data.CreateEnumerable<ImageRow>(loaded, reuseRowObject: false).GetEnumerator();
        Assert.True(rows.MoveNext());
        var first = rows.Current.Image!;
        Assert.Equal(4, first.Width);
        Assert.True(rows.MoveNext());
        Assert.Throws<InvalidOperationException>(() => first.Width);
        Assert.Equal(4, rows.Current.Image!.Width);
        Assert.False(rows.MoveNext());
    }

    [Fact]
    public void WhatIsNotAnImage()
    {
        File.WriteAllText(Path.Combine(_folder, "text.jpg"), "text");
        var text = _ml.Transforms.LoadImages("Image", _folder, "Path").Fit(Paths()).Transform(Paths("text.jpg"));
        var undecodable = Assert.Throws<ArgumentException>(() => Read<MLImage>(text, "Image", i => i));
        Assert.Equal("Invalid input stream contents (Parameter 'imageStream')", undecodable.Message);
        var missing = _ml.Transforms.LoadImages("Image", _folder, "Path").Fit(Paths()).Transform(Paths("none.jpg"));
        Assert.Throws<FileNotFoundException>(() => Read<MLImage>(missing, "Image", i => i));
    }

    [Fact]
    public void RawBytesAreNotLookedAt()
    {
        File.WriteAllBytes(Path.Combine(_folder, "raw"), [1, 2, 3]);
        File.WriteAllBytes(Path.Combine(_folder, "empty"), []);
        var view = Paths("raw", "empty", "", Path.Combine(_folder, "raw"));
        var loaded = _ml.Transforms.LoadRawImageBytes("Bytes", _folder, "Path").Fit(view).Transform(view);
        Assert.Equal([3, 0, 0, 3], Read<VBuffer<byte>>(loaded, "Bytes", b => b).Select(b => b.Length));
        Assert.Throws<FileNotFoundException>(() => Read<VBuffer<byte>>(_ml.Transforms.LoadRawImageBytes("Bytes", _folder, "Path").Fit(view).Transform(Paths("none")), "Bytes", b => b));
    }

    [Fact]
    public void AllStepsAreSavedAndLoaded()
    {
        using (var bars = Bars())
            bars.Save(Path.Combine(_folder, "a.png"));
        var view = Paths("a.png");
        var model = _ml.Transforms.LoadImages("Image", _folder, "Path")
            .Append(_ml.Transforms.LoadRawImageBytes("Bytes", _folder, "Path"))
            .Append(_ml.Transforms.ResizeImages("Small", 2, 2, "Image", ResizingKind.IsoCrop, Anchor.Right))
            .Append(_ml.Transforms.ConvertToGrayscale("Grey", "Small"))
            .Append(_ml.Transforms.ExtractPixels("Pixels", "Grey", ImagePixelExtractingEstimator.ColorBits.Green, interleavePixelColors: true, offsetImage: 10, scaleImage: 0.5f))
            .Append(_ml.Transforms.ConvertToImage(2, 2, "Again", "Pixels", ImagePixelExtractingEstimator.ColorBits.Red, defaultBlue: 7))
            .Append(_ml.Transforms.ExtractPixels("Last", "Again"))
            .Fit(view);
        var stream = new MemoryStream();
        _ml.Model.Save(model, view.Schema, stream);
        stream.Position = 0;
        var loaded = new MLContext().Model.Load(stream, out _).Transform(view);
        Assert.Equal([75f, 115f, 75f, 115f], loaded.GetColumn<float[]>("Pixels").Single());
        Assert.Equal([75f, 115f, 75f, 115f, 0, 0, 0, 0, 7, 7, 7, 7], loaded.GetColumn<float[]>("Last").Single());
        Assert.Equal(model.GetOutputSchema(view.Schema).Select(c => c.ToString()), loaded.Schema.Select(c => c.ToString()));
    }
}
