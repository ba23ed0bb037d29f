using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Tests.Modules;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

[Collection("Kernels")]
public class MixedPrecisionTests
{
    private sealed class Options : TrainingOptions
    {
        public Options() => (BatchSize, MaxEpochs, LearningRate, LabelSmoothing, HorizontalFlip, RandomCropMinArea) = (8, 3, 0.05, 0, false, 1);
    }

    [Theory]
    [InlineData("ViT")]
    [InlineData("Swin")]
    [InlineData("SwinV2")]
    public void LossesFallAsWith32Bits(string name)
    {
        var (full, _) = Losses(name, Precision.Float32);
        var (mixed, network) = Losses(name, Precision.BFloat16);
        Assert.True(full[^1] < full[0] - 0.2);
        for (var i = 0; i < full.Count; i++)
            Assert.Equal(full[i], mixed[i], 0.02);
        Assert.NotEqual(full, mixed);
        Assert.All(network.Values, type => Assert.Equal(ScalarType.Float32, type));
    }

    [Fact]
    public void Float16IsRefusedOnTheCpu()
    {
        using var network = new TinyNetwork(4, 2);
        var error = Assert.Throws<ArgumentException>(() => new GradientStep(network, new Options { Precision = Precision.Float16 }));
        Assert.Contains("Float16 needs a GPU", error.Message);
    }

    [Fact]
    public void AutomaticIs32BitsOnTheCpu()
    {
        using var network = new TinyNetwork(4, 2);
        using var step = new GradientStep(network, new Options());
        Assert.Null(step.CastType);
        Assert.Null(step.Scaler);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void APowerOfTwoAsScaleChangesNothing(int accumulation)
    {
        float[] Weights(double? scale)
        {
            using var scope = NewDisposeScope();
            using var family = TinyFamily.Create("ViT");
            using var step = new GradientStep(family.Network, new Options { LossScale = scale, GradientAccumulation = accumulation, GradientClipNorm = 0.1, EmaDecay = 0.9 });
            family.Network.train();
            for (var i = 0; i < 4; i++)
            {
                step.Add(new ObjectiveResult(family.Loss(i)), 4);
                if (step.IsDue)
                    step.Apply(0.01);
            }
            return [.. family.Network.parameters().Concat(step.Average!.Weights.Values).SelectMany(tensor => tensor.data<float>().ToArray())];
        }
        Assert.Equal(Weights(null), Weights(1024));
    }

    [Fact]
    public void AnOverflowSkipsTheStepAndNothingElse()
    {
        using var scope = NewDisposeScope();
        using var network = new TinyNetwork(4, 2);
        using var step = new GradientStep(network, new Options { LossScale = 1024, EmaDecay = 0.9 });
        var images = ones(2, 4);
        Step(1);
        var (weights, state, average) = (Values(network.state_dict()), Values(step.Optimizer.State), Values(step.Average!.Weights));

        Step(1e37); // 1e37 x 1024 is more than a float holds, the loss alone is not
        Assert.Equal(new LossScaling(512, 0, 1), step.Scaler!.State);
        Assert.Equal(1, step.Optimizer.StepCount);
        Assert.False(step.IsPending);
        Assert.All(network.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.Equal(weights, Values(network.state_dict()));
        Assert.Equal(state, Values(step.Optimizer.State));
        Assert.Equal(average, Values(step.Average.Weights));

        Step(1);
        Assert.Equal(2, step.Optimizer.StepCount);
        Assert.NotEqual(weights, Values(network.state_dict()));
        Assert.NotEqual(average, Values(step.Average.Weights));
        Assert.All(Values(network.state_dict()).Values.SelectMany(values => values), value => Assert.True(float.IsFinite(value)));

        void Step(double factor)
        {
            step.Add(new ObjectiveResult(nn.functional.cross_entropy(network.call(images), zeros(2, ScalarType.Int64)) * factor), 2);
            step.Apply(0.01);
        }
    }

    [Fact]
    public void SkippedStepsAreReportedAndTheScheduleGoesOn()
    {
        List<string> lines = [];
        var options = new Options { LossScale = 3e38 }; // which class weights make more than a float holds
        List<long> steps = [];
        var outcome = Train(options, lines, steps);
        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Select(step => (int)step));
        Assert.Equal(outcome.History.Count * 64 / options.BatchSize - outcome.History[0].SkippedSteps, steps.Count);
        var plain = Train(new Options(), []);
        Assert.InRange(outcome.History[0].SkippedSteps, 1, 4);
        Assert.Equal(0, outcome.History[1].SkippedSteps + outcome.History[2].SkippedSteps + plain.History.Sum(epoch => epoch.SkippedSteps));
        Assert.Equal($"Epoch 1: {outcome.History[0].SkippedSteps} step(s) skipped because scaled gradients overflowed; the loss scale is now "
            + FormattableString.Invariant($"{3e38 / Math.Pow(2, outcome.History[0].SkippedSteps):G6}."), Assert.Single(lines, line => line.Contains("skipped", StringComparison.Ordinal)));
        Assert.Equal(plain.History.Select(epoch => epoch.LearningRate), outcome.History.Select(epoch => epoch.LearningRate));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(1e39)]
    public void AScaleThatIsNoneIsRefused(double scale)
        => Assert.Contains("LossScale", Assert.Throws<ArgumentOutOfRangeException>(() => Train(new Options { LossScale = scale }, [])).Message);

    private static (List<double> Losses, Dictionary<string, ScalarType> Types) Losses(string name, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var family = TinyFamily.Create(name, dropout: 0);
        using var step = new GradientStep(family.Network, new Options { Precision = precision });
        family.Network.train();
        List<double> losses = [];
        for (var i = 0; i < 12; i++)
        {
            using var inner = NewDisposeScope();
            using var cast = Autocast.To(step.CastType);
            var loss = family.Loss();
            step.Add(new ObjectiveResult(loss), 4);
            step.Apply(0.003);
            losses.Add(loss.ToSingle());
        }
        return (losses, family.Network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.dtype));
    }

    private static TrainingOutcome Train(Options options, List<string> lines, List<long>? steps = null)
    {
        var examples = Enumerable.Range(0, 64).Select(i =>
        {
            var image = new RgbImage(4, 4);
            Array.Fill(image.Pixels, (byte)(i % 2 * 200 + i));
            return new TrainingExample(ImageSource.FromImage(image), i % 2);
        }).ToArray();
        using var network = new TinyNetwork(16, 2);
        using var train = new BatchReader(examples, ImagePreprocessing.Grey(4), new BatchReaderSettings
        {
            BatchSize = options.BatchSize, Shuffle = true, Seed = 1, Augmentation = options.ForTraining(1).Augmentation,
        });
        return new TrainingLoop(network, new CountingObjective(new ClassificationObjective(network, classWeights: [8, 8]), steps ?? []), train, null, options, 1, (line, _) => lines.Add(line)).Run();
    }

    /// <summary>Notes what it is told of the optimizer's steps.</summary>
    private sealed class CountingObjective(IObjective inner, List<long> steps) : IObjective
    {
        public ObjectiveResult Compute(Batch batch, bool training) => inner.Compute(batch, training);

        public void AfterStep(long step) => steps.Add(step);
    }

    private static Dictionary<string, float[]> Values(IEnumerable<KeyValuePair<string, Tensor>> tensors)
        => tensors.ToDictionary(pair => pair.Key, pair => pair.Value.data<float>().ToArray());
}
