using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Foundation.Tests.Optim;

public class ScheduleTests
{
    private static SGD Optimizer(double rate = 1) => optim.SGD(new[] { new SGD.ParamGroup(new[] { nn.Parameter(zeros(1)) }, lr: rate, momentum: 0.9) }, rate);

    private static double Rate(optim.Optimizer o) => o.ParamGroups.Single().LearningRate;

    [Fact]
    public void PlateausLowerTheRate()
    {
        using var o = Optimizer();
        var schedule = optim.lr_scheduler.ReduceLROnPlateau(o, factor: 0.5, patience: 1, min_lr: new[] { 0.2 });
        foreach (var metric in new[] { 1.0, 0.5, 0.5, 0.5 }) schedule.step(metric);
        Assert.Equal(0.5, Rate(o));
        for (int i = 0; i < 8; i++) schedule.step(0.5);
        Assert.Equal(0.2, Rate(o));
    }

    [Fact]
    public void ChainsMultiply()
    {
        using var o = Optimizer();
        var schedule = optim.lr_scheduler.ChainedLR(new[] { optim.lr_scheduler.StepLR(o, 1, 0.5), optim.lr_scheduler.ExponentialLR(o, 0.1) });
        schedule.step();
        schedule.step();
        Assert.Equal(0.25 * 0.01, Rate(o), 12);
    }

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(5, 0.5)]
    [InlineData(10, 0.0)]
    public void AStepToANumberTakesTheClosedForm(int epoch, double rate)
    {
        using var o = Optimizer();
        optim.lr_scheduler.CosineAnnealingLR(o, 10).step(epoch);
        Assert.Equal(rate, Rate(o), 12);
    }

    [Fact]
    public void OneCycleTurnsMomentumTheOtherWay()
    {
        using var o = Optimizer();
        var schedule = optim.lr_scheduler.OneCycleLR(o, 1.0, 10, pct_start: 0.5);
        var group = (optim.IMomentum)o.ParamGroups.Single();
        Assert.Equal((0.04, 0.95), (Math.Round(Rate(o), 12), group.Momentum));
        for (int i = 0; i < 4; i++) schedule.step();
        Assert.Equal((1.0, 0.85), (Math.Round(Rate(o), 12), Math.Round(group.Momentum, 12)));
        Assert.Throws<InvalidOperationException>(() => { for (int i = 0; i < 10; i++) schedule.step(); });
    }

    [Theory]
    [InlineData(optim.lr_scheduler.impl.CyclicLR.Mode.Triangular, 1.0)]
    [InlineData(optim.lr_scheduler.impl.CyclicLR.Mode.Triangular2, 0.55)]
    public void CyclesGoUpAndDown(optim.lr_scheduler.impl.CyclicLR.Mode mode, double secondPeak)
    {
        using var o = Optimizer();
        var schedule = optim.lr_scheduler.CyclicLR(o, 0.1, 1.0, step_size_up: 2, step_size_down: 3, mode: mode);
        var rates = new List<double> { Rate(o) };
        for (int i = 0; i < 7; i++) { schedule.step(); rates.Add(Math.Round(Rate(o), 6)); }
        Assert.Equal(new[] { 0.1, 0.55, 1.0, 0.7, 0.4, 0.1 }, rates.Take(6));
        Assert.Equal(secondPeak, rates[7], 6);
    }
}
