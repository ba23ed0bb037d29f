using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Foundation.Tests.NN;

public class ModuleMovingTests
{
    private class Head : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter scale;
        public Head(string name) : base(name) => scale = nn.Parameter(ones(2));
        public Parameter Scale => scale;
        public override Tensor forward(Tensor input) => input * scale;
    }

    private sealed class Network : Head
    {
        private readonly Linear fc = nn.Linear(2, 2);
        private readonly ParameterList prompts = nn.ParameterList(nn.Parameter(zeros(2)), nn.Parameter(ones(2), requires_grad: false));
        private readonly Tensor index = arange(2);
        public Network() : base("Network") => RegisterComponents();
        public Tensor Index => index;
        public override Tensor forward(Tensor input) => base.forward(fc.call(input)) + prompts[0] + prompts[1];
    }

    [Fact]
    public void ConvertsParametersOfTheModuleItsBaseAndItsListsAndKeepsUsingThem()
    {
        using var network = new Network();
        network.to(ScalarType.Float64);
        Assert.Equal(new[] { "scale", "fc.weight", "fc.bias", "prompts.0", "prompts.1" }.Order(), network.named_parameters().Select(p => p.name).Order());
        Assert.All(network.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
        Assert.Equal(ScalarType.Int64, network.Index.dtype);
        Assert.Same(network.Scale, network.get_parameter("scale"));
        using var y = network.call(zeros(1, 2, dtype: ScalarType.Float64));
        Assert.Equal(ScalarType.Float64, y.dtype);
        Assert.Equal(1, network.parameters().Count(p => !p.requires_grad));
    }

    [Fact]
    public void GradientsMoveAlong()
    {
        using var linear = nn.Linear(2, 1);
        linear.call(tensor(new float[,] { { 3, 4 } })).sum().backward();
        linear.to(ScalarType.Float64);
        using var grad = linear.weight.grad;
        Assert.Equal(ScalarType.Float64, grad.dtype);
        Assert.Equal(new[] { 3.0, 4.0 }, grad.data<double>().ToArray());
    }

    [Fact]
    public void OldParametersAreDisposed()
    {
        using var linear = nn.Linear(2, 1);
        var old = linear.weight;
        linear.half();
        Assert.True(old.IsInvalid);
        Assert.Equal(ScalarType.Float16, linear.weight.dtype);
    }

    [Fact]
    public void ModulesAreBuiltOnTheMetaDeviceWithoutMemory()
    {
        using var linear = nn.Linear(100_000, 100_000, device: new Device("meta"), dtype: ScalarType.Float16);
        using var conv = nn.Conv2d(3, 8, 2, device: new Device("meta"));
        using var norm = nn.BatchNorm2d(8, device: new Device("meta"));
        Assert.Equal(new long[] { 100_000, 100_000 }, linear.weight.shape);
        Assert.Equal(DeviceType.META, linear.weight.device_type);
        Assert.Equal(DeviceType.META, conv.bias.device_type);
        Assert.Equal(DeviceType.META, norm.running_mean.device_type);
    }

    [Fact]
    public void MissingCudaIsSaid()
    {
        if (cuda.is_available()) return;
        using var linear = nn.Linear(1, 1);
        Assert.Throws<InvalidOperationException>(() => linear.cuda());
    }
}
