using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Foundation.Tests.Optim;

public class OptimizerTests
{
    private static Parameter Of(params float[] values) => nn.Parameter(tensor(values));

    [Fact]
    public void MaximizeGoesUphill()
    {
        using var a = Of(1);
        using var b = Of(1);
        using var sgd = optim.SGD(new[] { a }, 0.5, maximize: true);
        using var adam = optim.Adam(new[] { b }, 0.5, maximize: true);
        (a + b).sum().backward();
        sgd.step();
        adam.step();
        Assert.Equal(1.5f, a.item<float>());
        Assert.Equal(1.5f, b.item<float>(), 4);
    }

    [Fact]
    public void MomentumIsSavedAndGoesOn()
    {
        using var a = Of(1, 2);
        using var b = Of(1, 2);
        using var one = optim.SGD(new[] { a }, 0.1, momentum: 0.9);
        using var two = optim.SGD(new[] { b }, 0.1);
        void Step(Parameter p, optim.Optimizer o) { o.zero_grad(); (p * p).sum().backward(); o.step(); }
        Step(a, one);
        using (no_grad()) b.copy_(a);
        var file = new MemoryStream();
        one.save_state_dict(new BinaryWriter(file));
        file.Position = 0;
        two.load_state_dict(new BinaryReader(file));
        Step(a, one);
        Step(b, two);
        Assert.Equal(a.data<float>().ToArray(), b.data<float>().ToArray());
    }

    [Fact]
    public void StateOfAnotherKindOrSizeIsRefused()
    {
        using var a = Of(1);
        using var sgd = optim.SGD(new[] { a }, 0.1);
        using var adam = optim.AdamW(new[] { a }, 0.1);
        using var larger = optim.AdamW(new[] { a, Of(2) }, 0.1);
        byte[] Save(OptimizerHelper o) { var s = new MemoryStream(); o.save_state_dict(new BinaryWriter(s)); return s.ToArray(); }
        Assert.Throws<InvalidDataException>(() => adam.load_state_dict(new BinaryReader(new MemoryStream(Save(sgd)))));
        Assert.Throws<ArgumentException>(() => larger.load_state_dict(new BinaryReader(new MemoryStream(Save(adam)))));
    }

    [Fact]
    public void GroupsTakeWhatTheyDoNotSayFromTheOptimizer()
    {
        using var a = Of(1);
        using var optimizer = optim.AdamW(new[] { new AdamW.ParamGroup(new[] { a }, new AdamW.Options { weight_decay = 0.5 }) }, lr: 0.25, amsgrad: true);
        var options = (AdamW.Options)optimizer.state_dict().Options[0];
        Assert.Equal((0.25, 0.5, true), (options.LearningRate, options.weight_decay, options.amsgrad));
    }

    [Fact]
    public void TheLargestElementClipsWithTheInfinityNorm()
    {
        using var a = Of(0, 0);
        a.grad = tensor(new[] { 3f, -4f });
        Assert.Equal(4, nn.utils.clip_grad_norm_(new[] { a }, 2, double.PositiveInfinity), 5);
        Assert.Equal(new[] { 1.5f, -2f }, a.grad.data<float>().ToArray().Select(v => MathF.Round(v, 4)));
    }
}
