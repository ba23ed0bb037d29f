using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

/// <summary>One estimator that is fitted again and again, as cross-validation and AutoML do.</summary>
[Collection(nameof(TrainedModel))]
public sealed class FoldsTests(TrainedModel trained)
{
    [Fact]
    public void CrossValidationKeepsTheModelsOfItsFoldsAndNothingElse()
    {
        var context = new MLContext(seed: 1);
        var data = context.Data.TakeRows(context.Data.ShuffleRows(trained.Train, seed: 1), 48);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        List<long> live = [];
        var options = TinyViT.Options(epochs: 2);
        (options.EmaDecay, options.Mixup, options.ValidationMetrics) = (0.9, 0.8, ["LogLoss"]);
        var folds = context.MulticlassClassification.CrossValidate(data, TinyViT.Pipeline(context, options).Append(new Count(live)), numberOfFolds: 3);

        var networks = folds.Select(fold => (nn.Module)((IEnumerable<ITransformer>)fold.Model).SelectMany(Flat).OfType<ViTTransformer>().Single().Model).ToArray();
        long model = networks[0].parameters().Count() + networks[0].buffers().Count();
        Assert.Equal([model, 2 * model, 3 * model], live.Select(count => count - before));

        // The models of earlier folds still score, each its own part as it was evaluated.
        foreach (var fold in folds)
        {
            var again = context.MulticlassClassification.Evaluate(fold.ScoredHoldOutSet); // lazy: scored now
            Assert.Equal(fold.Metrics.LogLoss, again.LogLoss, 1e-5);
        }
        foreach (var fold in folds)
            ((IDisposable)fold.Model).Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void EachFoldHasARunFolderAndACrossValidationGoesOn()
    {
        using var folder = new TemporaryFolder();
        var once = Losses();
        Assert.Equal(["fit-2", "fit-3"], Directory.GetDirectories(folder.Path).Select(Path.GetFileName).Order());
        var last = Path.Combine(folder.Path, "fit-2", "last.safetensors");
        var written = File.GetLastWriteTimeUtc(last);
        Directory.Delete(Path.Combine(folder.Path, "fit-3"), recursive: true); // as if it had been killed before the third
        Assert.Equal(once, Losses());
        Assert.Equal(written, File.GetLastWriteTimeUtc(last));

        double[] Losses()
        {
            var context = new MLContext(seed: 1);
            var data = context.Data.TakeRows(context.Data.ShuffleRows(trained.Train, seed: 1), 48);
            var options = TinyViT.Options(epochs: 1);
            options.OutputFolder = folder.Path;
            var folds = context.MulticlassClassification.CrossValidate(data, TinyViT.Pipeline(context, options), numberOfFolds: 3, seed: 1);
            foreach (var fold in folds)
                ((IDisposable)fold.Model).Dispose();
            return [.. folds.Select(fold => fold.Metrics.LogLoss)];
        }
    }

    [Fact]
    public void FitsAtATimeOrInTurnGiveWhatFitsByThemselvesGive()
    {
        float[] expected = Weights(Trainer());
        var shared = Trainer();
        Assert.Equal(expected, Weights(shared));
        Assert.Equal(expected, Weights(shared));
        // Threads of their own, so that both are under way at a time whatever the pool does.
        var results = new float[2][];
        var threads = Enumerable.Range(0, 2).Select(i => new Thread(() => results[i] = Weights(shared))).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        Assert.Equal(expected, results[0]);
        Assert.Equal(expected, results[1]);

        ViTTrainer Trainer()
        {
            var options = TinyViT.Options(epochs: 3);
            (options.Seed, options.DropPathRate, options.Cutmix, options.LoaderThreads) = (5, 0.2, 1, 2);
            options.EarlyStoppingCriteria = new EarlyStopping(0.01f, 1, TrainingMetric.Loss);
            return new MLContext(seed: 1).MulticlassClassification.Trainers.ViT(options);
        }

        float[] Weights(ViTTrainer trainer)
        {
            var context = new MLContext(seed: 1);
            var keyed = context.Transforms.Conversion.MapValueToKey("Label").Fit(trained.Test).Transform(trained.Test);
            using var model = trainer.Fit(keyed);
            return [.. ((nn.Module)model.Model).parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
        }
    }

    private static IEnumerable<ITransformer> Flat(ITransformer transformer) =>
        transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [transformer];

    /// <summary>Notes after each fold how many tensors there are.</summary>
    private sealed class Count(List<long> live) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input)
        {
            live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            return new MLContext().Transforms.CopyColumns("Copy", "Score").Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }
}
