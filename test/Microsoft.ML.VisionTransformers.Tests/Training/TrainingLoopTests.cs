using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

[Collection("Kernels")]
public class TrainingLoopTests
{
    private static readonly ImagePreprocessing s_tiny = ImagePreprocessing.Grey(4);

    private sealed class Options : TrainingOptions
    {
        public Options() => (BatchSize, MaxEpochs, LearningRate, LabelSmoothing, HorizontalFlip, RandomCropMinArea) = (8, 6, 0.05, 0, false, 1);
    }

    [Fact]
    public void LearnsAndReports()
    {
        var options = new Options();
        var progress = new List<TrainingProgress>();
        var epochs = new List<TrainingMetrics>();
        options.ProgressCallback = progress.Add;
        options.ProgressInterval = TimeSpan.Zero;
        options.MetricsCallback = epochs.Add;
        var lines = new List<string>();

        var (outcome, _) = Train(options, validate: true, log: (line, _) => lines.Add(line));

        Assert.Equal(StopReason.Completed, outcome.Reason);
        Assert.Equal(6, outcome.History.Count);
        Assert.Equal(outcome.History, epochs);
        Assert.InRange(outcome.History[^1].ValidationAccuracy!.Value, 0.99, 1);
        Assert.True(outcome.History[^1].TrainLoss < outcome.History[0].TrainLoss / 2);
        Assert.Equal(6 * 8, progress.Count);
        Assert.Equal((6, 8, 8), (progress[^1].Epoch, progress[^1].Step, progress[^1].Steps));
        Assert.Equal(7, lines.Count);
    }

    [Fact]
    public void OneSeedGivesOneResult()
    {
        var options = new Options { HorizontalFlip = true, RandomCropMinArea = 0.5 };
        float[] Weights(long seed)
        {
            var (_, network) = Train(options, seed: seed);
            return network.parameters().First().data<float>().ToArray();
        }
        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));
    }

    [Fact]
    public void KeepsTheBestEpoch()
    {
        var options = new Options { LearningRate = 0.05, MaxEpochs = 4 };
        TinyNetwork? seen = null;
        float[]? best = null;
        options.MetricsCallback = m =>
        {
            if (m.Epoch == 2)
                best = seen!.parameters().First().data<float>().ToArray();
        };
        // The validation set is classified by a rule that only the second epoch satisfies.
        var (outcome, network) = Train(options, validate: true, objective: n => new ScriptedObjective(seen = n, [0.125, 0.875, 0.5, 0.75]));

        Assert.Equal(2, outcome.BestEpoch);
        Assert.Equal([true, true, false, false], outcome.History.Select(m => m.IsBest));
        Assert.Equal(best, network.parameters().First().data<float>().ToArray());
        Assert.False(network.training);
    }

    [Fact]
    public void OfEpochsThatAreEquallyRightTheSurerIsKept()
    {
        var (outcome, _) = Train(new Options { MaxEpochs = 3 }, validate: true, objective: n => new ScriptedObjective(n, [0.5, 0.875, 0.875]));
        Assert.True(outcome.History[2].ValidationLoss < outcome.History[1].ValidationLoss);
        Assert.Equal(3, outcome.BestEpoch);
    }

    [Fact]
    public void StopsEarly()
    {
        var options = new Options { MaxEpochs = 10, EarlyStoppingCriteria = new EarlyStopping(0.01f, 2) };
        var (outcome, _) = Train(options, validate: true, objective: n => new ScriptedObjective(n, [0.5, 0.625, 0.625, 0.625, 0.875]));
        Assert.Equal(StopReason.EarlyStopped, outcome.Reason);
        Assert.Equal(4, outcome.History.Count);
    }

    [Fact]
    public void ALossThatIsNotFiniteStopsAndSaysWhere()
    {
        var e = Assert.Throws<TrainingDivergedException>(() => Train(new Options(), objective: n => new ScriptedObjective(n, [1], poisonedStep: 3)));
        Assert.Contains("NaN at step 3 of epoch 1", e.Message);

        var warnings = new List<string>();
        var (outcome, network) = Train(new Options(), objective: n => new ScriptedObjective(n, [1, 1, 1], poisonedStep: 8 + 5), log: (line, isWarning) =>
        {
            if (isWarning)
                warnings.Add(line);
        });
        Assert.Equal((StopReason.Diverged, 1), (outcome.Reason, outcome.BestEpoch));
        Assert.Contains("step 5 of epoch 2", Assert.Single(warnings));
        Assert.All(network.parameters().First().data<float>().ToArray(), w => Assert.True(float.IsFinite(w)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WeightsThatTheLastStepOfAnEpochSpoiltAreNotTheBest(bool validate)
    {
        foreach (var (epoch, best) in new[] { (1, 0), (3, 2) })
        {
            // Finite gradients that are too large for a step: only the weights become infinite.
            var options = new Options { Optimizer = OptimizerKind.Sgd, LearningRate = 0.01, WeightDecay = 0 };
            var objective = (TinyNetwork n) => new ScriptedObjective(n, [0.5, 0.625, 0.75, 1], hugeStep: epoch * 8);
            if (best == 0)
            {
                Assert.Contains("at the end of epoch 1", Assert.Throws<TrainingDivergedException>(() => Train(options, validate, objective: objective)).Message);
                continue;
            }
            var (outcome, network) = Train(options, validate, objective: objective);
            Assert.Equal((StopReason.Diverged, best), (outcome.Reason, outcome.BestEpoch));
            Assert.All(network.parameters().First().data<float>().ToArray(), w => Assert.True(float.IsFinite(w)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CancellationReturnsTheBestOrThrows(bool throws)
    {
        using var cancellation = new CancellationTokenSource();
        var options = new Options { CancellationToken = cancellation.Token, ThrowOnCancellation = throws };
        options.MetricsCallback = m =>
        {
            if (m.Epoch == 2)
                cancellation.Cancel();
        };
        if (throws)
        {
            Assert.ThrowsAny<OperationCanceledException>(() => Train(options));
            return;
        }
        var (outcome, _) = Train(options);
        Assert.Equal((StopReason.Cancelled, 2), (outcome.Reason, outcome.BestEpoch));
    }

    [Fact]
    public void CancellationBeforeTheFirstEpochThrows() =>
        Assert.ThrowsAny<OperationCanceledException>(() => Train(new Options { CancellationToken = new CancellationToken(true) }));

    [Fact]
    public void OutOfMemoryNamesTheBatchSize()
    {
        var e = Assert.Throws<InsufficientMemoryException>(() => Train(new Options(), objective: _ => new FailingObjective()));
        Assert.Contains("BatchSize = 8", e.Message);
        Assert.Contains("to 4", e.Message);
    }

    [Fact]
    public void StepsLeaveNoTensorsBehind()
    {
        var counts = new List<long>();
        var options = new Options { MaxEpochs = 5, MetricsCallback = _ => counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount) };
        Train(options, validate: true);
        Assert.Equal(counts[1], counts[^1]);
    }

    [Fact]
    public void DecaysMatricesOnly()
    {
        using var network = new TinyNetwork(16, 2);
        var groups = ParameterGroups.Create(network, 0.05);
        Assert.Equal(["head.weight"], groups[0].Parameters.Select(p => p.Name));
        Assert.Equal(0.05, groups[0].WeightDecay);
        Assert.Equal(["cls_token", "head.bias"], groups[1].Parameters.Select(p => p.Name).Order());
        Assert.Equal(0, groups[1].WeightDecay);
    }

    [Theory]
    [InlineData(nameof(TrainingOptions.BatchSize))]
    [InlineData(nameof(TrainingOptions.LearningRate))]
    public void RefusesSettingsOutOfRange(string name)
    {
        var options = new Options();
        if (name == nameof(TrainingOptions.BatchSize))
            options.BatchSize = 0;
        else
            options.LearningRate = double.NaN;
        Assert.Contains(name, Assert.Throws<ArgumentOutOfRangeException>(() => Train(options)).Message);
    }

    /// <summary>64 noisy images of two classes, dark and bright.</summary>
    private static (TrainingOutcome Outcome, TinyNetwork Network) Train(
        Options options, bool validate = false, long seed = 3, Func<TinyNetwork, IObjective>? objective = null, Action<string, bool>? log = null)
    {
        var random = new SeededRandom(1);
        var examples = new TrainingExample[64];
        for (int i = 0; i < examples.Length; i++)
        {
            var image = new RgbImage(4, 4);
            for (int p = 0; p < image.Pixels.Length; p++)
                image.Pixels[p] = (byte)(random.Below(120) + (i % 2 == 0 ? 0 : 120));
            examples[i] = new TrainingExample(ImageSource.FromImage(image), i % 2);
        }
        var network = new TinyNetwork(16, 2);
        using var train = new BatchReader(examples, s_tiny, new BatchReaderSettings
        {
            BatchSize = Math.Max(1, options.BatchSize),
            Shuffle = true,
            Seed = seed,
            Augmentation = options.ForTraining(seed).Augmentation,
        });
        using var validation = validate ? new BatchReader(examples, s_tiny, options.ForValidation()) : null;
        var loop = new TrainingLoop(network, objective?.Invoke(network) ?? new ClassificationObjective(network), train, validation, options, seed, log);
        return (loop.Run(), network);
    }

    /// <summary>Trains as usual, but validates with given accuracies; the loss of one step can be NaN.</summary>
    private sealed class ScriptedObjective(TinyNetwork network, double[] accuracies, int poisonedStep = 0, int hugeStep = 0) : IObjective
    {
        private readonly ClassificationObjective _inner = new(network);
        private int _validated;
        private int _step;

        public ObjectiveResult Compute(Batch batch, bool training)
        {
            var result = _inner.Compute(batch, training);
            if (training)
            {
                _step++;
                return _step == poisonedStep ? new ObjectiveResult(result.Loss * double.NaN)
                    : _step == hugeStep ? new ObjectiveResult(result.Loss * 1e-3f + network.parameters().First().sum() * 3e38f * 1e3f) : result;
            }
            double accuracy = accuracies[_validated++ / 8];
            return new ObjectiveResult(result.Loss, torch.tensor((long)(accuracy * batch.Count)));
        }
    }

    private sealed class FailingObjective : IObjective
    {
        public ObjectiveResult Compute(Batch batch, bool training) =>
            throw new System.Runtime.InteropServices.ExternalException("[enforce fail at alloc_cpu.cpp:66] DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes.");
    }
}
