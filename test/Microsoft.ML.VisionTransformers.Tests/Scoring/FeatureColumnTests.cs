using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.VisionTransformers.Tests.Classification;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Scoring;

[Collection(nameof(TrainedModel))]
public sealed class FeatureColumnTests(TrainedModel trained) : IDisposable
{
    // 16 x 16, C 55 M 215 Y 165 K 0, written by libjpeg-turbo as Adobe's inverted YCCK.
    private const string CmykJpeg =
        "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/9sAQwECAgICAgIFAwMFCgcGBwoKCgoK" +
        "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoK/8AAFAgAEAAQBAERAAIRAQMRAQQRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMC" +
        "BAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeY" +
        "mZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/EAB8BAAMBAQEBAQEBAQEAAAAAAAABAgMEBQYHCAkKC//EALURAAIBAgQEAwQHBQQEAAECdwAB" +
        "AgMRBAUhMQYSQVEHYXETIjKBCBRCkaGxwQkjM1LwFWJy0QoWJDThJfEXGBkaJicoKSo1Njc4OTpDREVGR0hJSlNUVVZXWFlaY2RlZmdoaWpzdHV2d3h5eoKDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ip" +
        "qrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uLj5OXm5+jp6vLz9PX29/j5+v/aAA4EAQACEQMRBAAAPwD6EroP8zz9/KKACigAooAK/9k=";

    private readonly TemporaryFolder _folder = new();
    private readonly Picture _picture = ShapePictures.Draw(1, new Random(9));

    public void Dispose() => _folder.Dispose();

    private sealed class PathRow
    {
        public string ImagePath { get; set; } = "";
    }

    private sealed class BytesRow
    {
        public byte[] ImagePath { get; set; } = [];
    }

    private sealed class ImageRow
    {
        [ImageType(32, 32)]
        public MLImage? ImagePath { get; set; }
    }

    [Fact]
    public void Paths_bytes_and_images_score_the_same()
    {
        var paths = trained.TestPaths.Take(10).ToArray();
        var expected = trained.Scores(trained.Classifier.Transform(trained.Context.Data.TakeRows(trained.Test, 10)));
        Assert.Equal(expected, Score(paths.Select(p => new BytesRow { ImagePath = File.ReadAllBytes(p) })));
        Assert.Equal(expected, Score(paths.Select(p => new ImageRow { ImagePath = MLImage.CreateFromFile(p) })));
        var loaded = trained.Context.Transforms.LoadRawImageBytes("ImagePath", "", "ImagePath").Fit(trained.Test).Transform(trained.Test);
        Assert.Equal(expected, trained.Scores(trained.Classifier.Transform(trained.Context.Data.TakeRows(loaded, 10))));
    }

    [Theory]
    [InlineData("16 bit")]
    [InlineData("alpha")]
    [InlineData("palette")]
    public void Every_kind_of_PNG_scores_as_the_plain_one(string kind)
    {
        var picture = new Picture(32, 32).Paint((200, 30, 40), (_, _) => true).Paint((10, 240, 90), (x, y) => x > y);
        byte[] file = kind switch { "16 bit" => PngFile.Rgb16(picture), "alpha" => PngFile.Rgba(picture), _ => PngFile.Palette(picture) };
        Assert.Equal(ScoreOf(PngFile.Rgb(picture)), ScoreOf(file));
    }

    [Fact]
    public void Grey_is_three_equal_channels() => Assert.Equal(ScoreOf(PngFile.Rgb(_picture.Grey())), ScoreOf(PngFile.Grey(_picture.Grey())));

    [Fact]
    public void A_photo_marked_as_turned_is_turned_upright()
    {
        var lying = new Picture(48, 32).Paint((220, 40, 40), (_, _) => true).Paint((30, 40, 220), (x, _) => x < 24);
        var file = Path.Combine(_folder.Path, "lying.jpg");
        using (var image = MLImage.CreateFromPixels(48, 32, MLPixelFormat.Bgra32, lying.Bgra()))
            image.Save(file);
        var plain = File.ReadAllBytes(file);
        using var decoded = MLImage.CreateFromFile(file);
        var pixels = new Picture(48, 32);
        var bgr = decoded.GetBGRPixels;
        for (var i = 0; i < bgr.Length; i += 3)
            (pixels.Rgb[i], pixels.Rgb[i + 1], pixels.Rgb[i + 2]) = (bgr[i + 2], bgr[i + 1], bgr[i]);
        Assert.Equal(ScoreOf(PngFile.Rgb(pixels.Clockwise())), ScoreOf(WithOrientation(plain, 6)));
        Assert.NotEqual(ScoreOf(plain), ScoreOf(WithOrientation(plain, 6)));
    }

    [Fact]
    public void A_printers_JPEG_is_converted_to_RGB()
    {
        var colour = new Picture(16, 16).Paint((200, 40, 90), (_, _) => true);
        var expected = ScoreOf(PngFile.Rgb(colour));
        Assert.Equal(expected, ScoreOf(Convert.FromBase64String(CmykJpeg)), (a, b) => Math.Abs(a - b) < 0.05);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Bytes_that_are_no_image_are_named_by_their_row(int length)
    {
        var error = Assert.Throws<InvalidOperationException>(() => ScoreOf(new byte[length]));
        Assert.Contains("Row 0", error.Message);
    }

    [Fact]
    public void An_image_that_is_null_is_named_by_its_row() =>
        Assert.Contains("Row 0", Assert.Throws<InvalidOperationException>(() => Score([new ImageRow()])).Message);

    [Fact]
    public void An_image_that_is_null_gets_NaN_where_that_is_asked_for()
    {
        var images = trained.TestPaths.Take(9).Select(path => new ImageRow { ImagePath = MLImage.CreateFromFile(path) }).ToArray();
        var expected = Score(images);
        images[4].ImagePath = null;
        trained.Classifier.SkipBadImages = true;
        try
        {
            var scores = Score(images);
            Assert.All(scores[4], score => Assert.True(float.IsNaN(score)));
            Assert.Equal(expected[5], scores[5], (a, b) => Math.Abs(a - b) < 1e-5);
        }
        finally
        {
            trained.Classifier.SkipBadImages = false;
        }
    }

    private float[] ScoreOf(byte[] file) => Score([new BytesRow { ImagePath = file }])[0];

    private float[][] Score<T>(IEnumerable<T> rows) where T : class =>
        trained.Scores(trained.Classifier.Transform(trained.Context.Data.LoadFromEnumerable(rows)));

    private static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }
}
