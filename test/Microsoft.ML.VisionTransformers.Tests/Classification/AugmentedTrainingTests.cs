namespace Microsoft.ML.VisionTransformers.Tests.Classification;

/// <summary>The recipes' augmentation, from a trainer's options to its scores.</summary>
[Collection(nameof(TrainedModel))]
public sealed class AugmentedTrainingTests(TrainedModel trained)
{
    private readonly MLContext _context = new(2);

    [Fact]
    public void Learns_from_mixed_and_augmented_images_the_same_from_one_seed()
    {
        var losses = new List<double>();
        float[][] Scores(int threads, double mixup)
        {
            var options = TinyViT.Options(epochs: 3);
            (options.RandAugment, options.RandomErasing, options.Cutmix, options.Mixup) = ("rand-m9-mstd0.5-inc1", 0.25, 1, mixup);
            (options.LoaderThreads, options.Seed, options.MetricsCallback) = (threads, 5, metrics => losses.Add(metrics.TrainLoss));
            using var model = (IDisposable)TinyViT.Pipeline(_context, options).Fit(trained.Train);
            return trained.Scores(((ITransformer)model).Transform(_context.Data.TakeRows(trained.Test, 6)));
        }
        var scores = Scores(1, 0.8);
        Assert.All(scores, row => Assert.Equal(1, row.Sum(), 1e-5));
        Assert.True(losses[2] < losses[0], string.Join(' ', losses));
        Assert.Equal(scores, Scores(3, 0.8));
        Assert.NotEqual(scores, Scores(1, 0.1));
    }

    [Fact]
    public void Refuses_a_policy_that_it_does_not_know()
    {
        var options = TinyViT.Options();
        options.RandAugment = "rand-magnitude9";
        var error = Assert.ThrowsAny<ArgumentException>(() => _context.MulticlassClassification.Trainers.ViT(options));
        Assert.Contains("'magnitude9' is not understood", error.Message);
    }
}
