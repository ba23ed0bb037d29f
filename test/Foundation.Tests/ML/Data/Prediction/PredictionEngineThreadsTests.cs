using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Foundation.Tests.ML.Data.Prediction;

/// <summary>One model, an engine for each of several threads.</summary>
public class PredictionEngineThreadsTests
{
    public class Input
    {
        public float A;
        public string? Name;
    }

    public class Output
    {
        [VectorType(2)] public float[]? Both;
        public string? Upper;
    }

    [Fact]
    public void EightThreads()
    {
        var ml = new MLContext(1);
        var model = ml.Transforms.CustomMapping<Input, Output>((i, o) =>
        {
            o.Both = [i.A, -i.A];
            o.Upper = i.Name!.ToUpperInvariant();
        }, null).Append(ml.Transforms.CopyColumns("Copy", "Both")).Fit(ml.Data.LoadFromEnumerable(new[] { new Input { Name = "" } }));
        var wrong = 0;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            var engine = ml.Model.CreatePredictionEngine<Input, Output>(model);
            for (var i = 0; i < 500; i++)
            {
                var output = engine.Predict(new Input { A = 1000 * thread + i, Name = "n" + i });
                if (output.Both![0] != 1000 * thread + i || output.Both[1] != -output.Both[0] || output.Upper != "N" + i)
                    Interlocked.Increment(ref wrong);
            }
        });
        Assert.Equal(0, wrong);
    }

    public class ImageInput
    {
        [ImageType(1, 1)] public MLImage? Image;
    }

    public class Pixels
    {
        public float[]? P;
    }

    [Fact]
    public void AnImageStaysItsOwners()
    {
        var ml = new MLContext(1);
        using var image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, [1, 2, 3, 255]);
        var model = ml.Transforms.ExtractPixels("P", "Image").Fit(ml.Data.LoadFromEnumerable(Array.Empty<ImageInput>()));
        using var engine = ml.Model.CreatePredictionEngine<ImageInput, Pixels>(model);
        for (var i = 0; i < 2; i++)
            Assert.Equal([3f, 2f, 1f], engine.Predict(new ImageInput { Image = image }).P!);
        Assert.Equal(1, image.Width);
    }
}
