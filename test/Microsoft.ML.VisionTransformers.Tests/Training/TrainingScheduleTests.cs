using System.Text.Json;
using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

public class TrainingScheduleTests
{
    private sealed class Options : TrainingOptions;

    [Theory]
    [InlineData("swin_cosine_warmup_prefix_true", ScheduleKind.Cosine, false)]
    [InlineData("swin_cosine_warmup_prefix_false", ScheduleKind.Cosine, true)]
    [InlineData("swin_linear", ScheduleKind.Linear, false)]
    public void FollowsSwinsRecordedCurves(string name, ScheduleKind kind, bool countsWarmup)
    {
        using var recorded = JsonDocument.Parse(File.ReadAllText(Golden.PathOf("swin-clip/lr_schedules.json")));
        // The first is that of the construction, before there is a step.
        double[] expected = [.. recorded.RootElement.GetProperty(name).GetProperty("lr").EnumerateArray().Skip(1).Select(rate => rate.GetDouble())];
        var schedule = new TrainingSchedule(
            new Options
            {
                LearningRate = 1e-3, MaxEpochs = 10, WarmupEpochs = 2, WarmupLearningRate = 1e-6, MinimumLearningRate = 1e-5, Schedule = kind, ScheduleCountsWarmup = countsWarmup,
            },
            stepsPerEpoch: 5);
        Assert.True(expected.Length >= 50);
        Assert.All(expected.Select((rate, step) => (rate, step)), point => Assert.Equal(point.rate, schedule.At(point.step), 1e-15));
    }

    [Theory]
    [InlineData("pretrain_mae_base")]
    [InlineData("finetune_base")]
    public void FollowsMaesRecordedCurves(string name)
    {
        using var recorded = JsonDocument.Parse(File.ReadAllText(Golden.PathOf("vit-mae/mae_sincos_tables.json")));
        var curve = recorded.RootElement.GetProperty("lr_schedule").GetProperty(name);
        double Setting(string name) => curve.GetProperty("args").GetProperty(name).GetDouble();
        double[] Numbers(string name) => [.. curve.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
        var options = new Options
        {
            LearningRate = Setting("lr"), MinimumLearningRate = Setting("min_lr"), WarmupEpochs = Setting("warmup_epochs"), MaxEpochs = (int)Setting("epochs"),
        };
        var schedule = new TrainingSchedule(options, stepsPerEpoch: 1000); // every recorded position is a step
        Assert.All(Numbers("positions").Zip(Numbers("lr")), point => Assert.Equal(point.Second, schedule.At((long)Math.Round(point.First * 1000)), 1e-15));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0.5)]
    [InlineData(10, 1)]
    [InlineData(55, 0.55)]
    public void AShareOfTheStepsIsWarmUpUnlessEpochsAreGiven(long step, double expected)
    {
        var options = new Options { LearningRate = 1, MinimumLearningRate = 0.1, WarmupFraction = 0.1 };
        Assert.Equal(expected, new TrainingSchedule(options, 10).At(step), 1e-12);
        Assert.Equal(expected, new TrainingSchedule(new Options { LearningRate = 1, MinimumLearningRate = 0.1, WarmupEpochs = 1 }, 10).At(step), 1e-12);
    }

    [Theory]
    [InlineData(ScheduleKind.Linear, 30, 0.5)]
    [InlineData(ScheduleKind.Polynomial, 30, 0.25)]
    [InlineData(ScheduleKind.Constant, 39, 1)]
    public void FallsAsChosen(ScheduleKind kind, long step, double expected)
    {
        var options = new Options { LearningRate = 1, MaxEpochs = 4, WarmupEpochs = 2, Schedule = kind };
        Assert.Equal(expected, new TrainingSchedule(options, 10).At(step), 1e-12);
    }

    [Theory]
    [InlineData(5, 0.5)]
    [InlineData(14, 1)]
    [InlineData(15, 0.2)]
    [InlineData(30, 0.04)]
    [InlineData(45, 0.01)]
    public void StepsAreCountedFromTheStart(long step, double expected)
    {
        var options = new Options
        {
            LearningRate = 1, MaxEpochs = 5, WarmupEpochs = 1, MinimumLearningRate = 0.01, Schedule = ScheduleKind.Step, ScheduleStepEpochs = 1.5, ScheduleStepFactor = 0.2,
        };
        Assert.Equal(expected, new TrainingSchedule(options, 10).At(step), 1e-12);
    }

    [Fact]
    public void AnEpochKeepsItsRate()
    {
        var options = new Options { LearningRate = 1, MaxEpochs = 4, WarmupEpochs = 2, WarmupLearningRate = 0.2, SchedulePerEpoch = true };
        var schedule = new TrainingSchedule(options, 3);
        Assert.Equal([0.2, 0.2, 0.2, 0.6, 0.6, 0.6, 1, 1, 1, 0.5, 0.5, 0.5], Enumerable.Range(0, 12).Select(step => Math.Round(schedule.At(step), 12)));
    }

    [Theory]
    [InlineData(false, 1e-5, 2e-6)]
    [InlineData(true, 5e-6, 1e-6)]
    public void RatesFollowTheBatch(bool all, double first, double last)
    {
        var options = new Options
        {
            BatchSize = 64, GradientAccumulation = 4, LearningRate = 5e-4, LearningRateBatch = 512, ScaleAllRates = all,
            WarmupLearningRate = 1e-5, MinimumLearningRate = 2e-6, WarmupEpochs = 1,
        };
        var schedule = new TrainingSchedule(options, 10);
        Assert.Equal(2.5e-4, schedule.Peak, 1e-15);
        Assert.Equal([first, 2.5e-4, last], [schedule.At(0), schedule.At(10), schedule.At(100)]);
        Assert.Equal("Learning rate 0.00025: 0.0005 for 512 images a step, here 256.", schedule.Scaling);
        Assert.Null(new TrainingSchedule(new Options(), 10).Scaling);
    }

    [Fact]
    public void AMinimumAboveAScaledRateHoldsIt()
    {
        var schedule = new TrainingSchedule(new Options { BatchSize = 1, LearningRate = 1e-4, LearningRateBatch = 1000, MinimumLearningRate = 1e-6 }, 10);
        Assert.Equal(1e-7, schedule.At(50), 1e-18);
    }

    [Fact]
    public void SettingsOutOfRangeAreRefused()
    {
        Refuse(options => options.WarmupEpochs = 10, "WarmupEpochs");
        Refuse(options => options.WarmupLearningRate = 1, "WarmupLearningRate");
        Refuse(options => options.LearningRateBatch = 0, "LearningRateBatch");
        Refuse(options => options.Schedule = (ScheduleKind)9, "Schedule");
        Refuse(options => options.ScheduleStepFactor = 1.5, "ScheduleStepFactor");

        static void Refuse(Action<Options> change, string name)
        {
            var options = new Options();
            change(options);
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(options.Validate).ParamName);
        }
    }
}
