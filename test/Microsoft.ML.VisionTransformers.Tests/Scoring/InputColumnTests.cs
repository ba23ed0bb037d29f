using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Tests.Scoring;

/// <summary>When an image is read: a file as late as can be, a decoded one before it takes memory for long.</summary>
public sealed class InputColumnTests
{
    private readonly ImagePreprocessing _preprocessing = new();

    private sealed class PathRow
    {
        public string Image { get; set; } = "";
    }

    private sealed class ImageRow
    {
        [ImageType(1200, 1600)]
        public MLImage? Image { get; set; }
    }

    [Fact]
    public void Of_a_large_decoded_image_only_the_numbers_are_kept()
    {
        using var image = White(1600, 1200);
        var input = Read(new ImageRow { Image = image });
        var values = new float[_preprocessing.ValuesPerImage];
        var before = GC.GetAllocatedBytesForCurrentThread();
        input(values);
        // A resize would take its result's 224 x 224 x 3 bytes at least; a copy takes none.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal(_preprocessing.Apply(ImageDecoder.Decode(image)), values);
    }

    [Fact]
    public void A_decoded_image_that_cannot_be_used_fails_with_its_numbers()
    {
        using var thread = White(1, 20_000);
        foreach (var row in new[] { new ImageRow(), new ImageRow { Image = thread } })
        {
            var input = Read(row);
            Assert.Throws<ImageFormatException>(() => input(new float[_preprocessing.ValuesPerImage]));
        }
    }

    [Fact]
    public void A_file_is_opened_for_its_numbers()
    {
        var input = Read(new PathRow { Image = "/nowhere.png" });
        Assert.Throws<FileNotFoundException>(() => input(new float[_preprocessing.ValuesPerImage]));
    }

    private static MLImage White(int width, int height)
        => MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, Enumerable.Repeat((byte)255, width * height * 4).ToArray());

    private RowInput Read<T>(T row) where T : class
    {
        var view = new MLContext().Data.LoadFromEnumerable(new[] { row });
        using var cursor = view.GetRowCursor(view.Schema);
        var read = InputColumn.OfImages(view.Schema, "Image", _preprocessing).CreateReader(cursor);
        Assert.True(cursor.MoveNext());
        return read();
    }
}
