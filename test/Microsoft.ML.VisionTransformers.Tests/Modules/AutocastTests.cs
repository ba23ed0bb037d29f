using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

[Collection("Kernels")]
public class AutocastTests
{
    public static TheoryData<string> Families => TinyFamily.All;

    [Theory]
    [MemberData(nameof(Families))]
    public void LossAndGradientsComeCloseToThoseOf32Bits(string name)
    {
        using var scope = NewDisposeScope();
        using var family = TinyFamily.Create(name, dropout: 0); // libtorch draws other masks for other element types
        family.Network.train();
        var (full, gradients) = Run(family, null);
        var (mixed, mixedGradients) = Run(family, ScalarType.BFloat16);

        Assert.NotEqual(full, mixed);
        Assert.Equal(full, mixed, Math.Abs(full) * 0.01);
        Assert.Equal(gradients.Keys.Order(), mixedGradients.Keys.Order());
        // All of the network's gradient as one vector: 8 bits of precision a product turn it by a few degrees at most.
        Assert.InRange(Cosine(gradients, mixedGradients), 0.995, 1);
        Assert.All(family.Network.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void ScoringIsAsTrainingComputes(string name)
    {
        using var scope = NewDisposeScope();
        using var family = TinyFamily.Create(name);
        family.Network.eval();
        using var precision = Autocast.To(ScalarType.BFloat16);
        var recorded = family.Loss().item<float>();
        using var guard = no_grad();
        Assert.Equal(recorded, family.Loss().item<float>(), Math.Abs(recorded) * 0.002);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void BlocksAreComputedAgainInTheSamePrecision(string name)
    {
        using var scope = NewDisposeScope();
        using var family = TinyFamily.Create(name);
        family.Network.train();
        var (loss, gradients) = Run(family, ScalarType.BFloat16);
        foreach (var block in family.Network.modules().OfType<IRecomputed>())
            block.Recomputes = true;
        Tensor again;
        using (Autocast.To(ScalarType.BFloat16))
            again = family.Loss();
        // A GPU's backward pass runs on threads of its own, which are in no scope.
        Assert.Null(Autocast.Type);
        again.backward();
        Assert.Equal(loss, again.item<float>());
        Assert.Equal(gradients, family.Gradients());
    }

    [Fact]
    public void AScopeEndsWhereItsThreadSays()
    {
        using (Autocast.To(ScalarType.BFloat16))
        {
            using (Autocast.To(null))
                Assert.Null(Autocast.Type);
            Assert.Equal(ScalarType.BFloat16, Autocast.Type);
            ScalarType? other = ScalarType.BFloat16;
            var thread = new Thread(() => other = Autocast.Type);
            thread.Start();
            thread.Join();
            Assert.Null(other);
        }
        Assert.Null(Autocast.Type);
    }

    [Fact]
    public void ProductsAreShortAndNormsAreNot()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(4, 6);
        using var norm = new TokenNorm(6, 1e-5);
        var x = randn(3, 4);
        Assert.Equal(ScalarType.Float32, Autocast.Linear(layer, x).dtype);
        using var precision = Autocast.To(ScalarType.BFloat16);
        var product = Autocast.Linear(layer, x);
        Assert.Equal(ScalarType.BFloat16, product.dtype);
        Assert.Equal(ScalarType.Float32, Autocast.Norm(norm, product).dtype);
        Assert.Equal(ScalarType.BFloat16, Autocast.Products(randn(1, 2, 3), randn(1, 3, 4)).dtype);
        product.sum().backward();
        Assert.Equal(ScalarType.Float32, layer.weight!.grad!.dtype);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SumsWithABlocksInputHave32Bits(bool recorded)
    {
        using var scope = NewDisposeScope();
        using var guard = set_grad_enabled(recorded);
        var (x, branch) = (full(2, 1.0), full(2, 1 / 1024.0, ScalarType.BFloat16));
        var sum = Residual.Add(x, branch, null);
        Assert.Equal(ScalarType.Float32, sum.dtype);
        Assert.Equal(1 + 1 / 1024f, sum[0].item<float>()); // 16 bits would make it 1
    }

    [Fact]
    public void APrecisionIsATypeOnADevice()
    {
        var (cpu, gpu) = (new Device(DeviceType.CPU), new Device(DeviceType.CUDA, 0));
        Assert.Equal([null, null, ScalarType.BFloat16], new[] { Precision.Automatic, Precision.Float32, Precision.BFloat16 }.Select(p => p.On(cpu)));
        Assert.Equal([ScalarType.Float16, null, ScalarType.BFloat16, ScalarType.Float16], Enum.GetValues<Precision>().Select(p => p.On(gpu)));
        Assert.Contains("Float16 needs a GPU", Assert.Throws<ArgumentException>(() => Precision.Float16.On(cpu)).Message);
    }

    private static (float Loss, Dictionary<string, float[]> Gradients) Run(TinyFamily family, ScalarType? type)
    {
        family.Network.zero_grad();
        using var precision = Autocast.To(type);
        var loss = family.Loss();
        loss.backward();
        var gradients = family.Gradients();
        family.Network.zero_grad();
        return (loss.item<float>(), gradients);
    }

    private static double Cosine(Dictionary<string, float[]> a, Dictionary<string, float[]> b)
    {
        double Dot(Dictionary<string, float[]> x, Dictionary<string, float[]> y) => x.Sum(pair => pair.Value.Zip(y[pair.Key]).Sum(p => (double)p.First * p.Second));
        return Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));
    }
}
