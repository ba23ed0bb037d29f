using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Tests.Classification;

namespace Microsoft.ML.VisionTransformers.Tests.Scoring;

[Collection(nameof(TrainedModel))]
public sealed class PredictionEngineTests(TrainedModel trained)
{
    private sealed class Image
    {
        public string ImagePath { get; set; } = "";
        public string Label { get; set; } = "";
    }

    private sealed class Prediction
    {
        public string Name { get; set; } = "";
        public float[] Score { get; set; } = [];
    }

    [Fact]
    public void Predicts_what_the_cursor_does()
    {
        using var engine = Engine();
        var expected = trained.Scores(trained.Model.Transform(trained.Test));
        for (var i = 0; i < 5; i++)
        {
            var prediction = engine.Predict(new Image { ImagePath = trained.TestPaths[i * 10] });
            Assert.Equal(expected[i * 10], prediction.Score, (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.Equal(trained.Classifier.ClassNames[Array.IndexOf(prediction.Score, prediction.Score.Max())], prediction.Name);
        }
    }

    [Fact]
    public void Eight_threads_share_one_model()
    {
        var paths = trained.TestPaths;
        var expected = trained.Scores(trained.Model.Transform(trained.Test));
        var errors = new List<Exception>();
        var threads = Enumerable.Range(0, 8).Select(t => new Thread(() =>
        {
            try
            {
                using var engine = Engine();
                for (var i = 0; i < 40; i++)
                {
                    var row = (t * 7 + i) % 60;
                    Assert.Equal(expected[row], engine.Predict(new Image { ImagePath = paths[row] }).Score, (a, b) => Math.Abs(a - b) < 1e-5);
                }
            }
            catch (Exception e)
            {
                lock (errors)
                    errors.Add(e);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        Assert.Empty(errors);
    }

    [Fact]
    public void A_disposed_model_says_so_and_may_be_disposed_again()
    {
        using var stream = new MemoryStream();
        trained.Context.Model.Save(trained.Model, trained.Train.Schema, stream);
        stream.Position = 0;
        var loaded = trained.Context.Model.Load(stream, out _);
        var scored = loaded.Transform(trained.Test);
        ((IDisposable)loaded).Dispose();
        ((IDisposable)loaded).Dispose();
        Assert.IsType<ObjectDisposedException>(Assert.ThrowsAny<Exception>(() => trained.Scores(scored)).GetBaseException());
    }

    private PredictionEngine<Image, Prediction> Engine() =>
        trained.Context.Model.CreatePredictionEngine<Image, Prediction>(trained.Model, new PredictionEngineOptions { OwnsTransformer = false });
}
