using Microsoft.ML.VisionTransformers.Modules;
using Soak;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

[Collection("Kernels")]
public class RecomputationTests
{
    public static TheoryData<string> Families => TinyFamily.All;

    [Theory]
    [MemberData(nameof(Families))]
    public void LossAndGradientsAreTheSameToTheBit(string name)
    {
        using var scope = NewDisposeScope();
        using var family = TinyFamily.Create(name);
        family.Network.train();
        var (loss, gradients, state) = Run(family);
        family.Network.zero_grad();
        Assert.NotEmpty(Recompute(family.Network));
        var (again, recomputed, stateAfter) = Run(family);

        Assert.Equal(loss, again);
        Assert.Equal(family.Network.named_parameters().Count(pair => pair.parameter.requires_grad), gradients.Count);
        Assert.Equal(gradients, recomputed);
        Assert.Contains(gradients.Values, gradient => gradient.Any(value => value != 0));
        Assert.Equal(state, stateAfter); // whoever draws next draws the same
    }

    [Fact]
    public void TheFirstBlockLearnsThoughItsInputTakesNoGradient()
    {
        using var scope = NewDisposeScope();
        using var family = TinyFamily.Create("ViT");
        foreach (var (name, parameter) in family.Network.named_parameters())
            parameter.requires_grad = name.StartsWith("blocks.0.", StringComparison.Ordinal) || name == "blocks.1.mlp.fc1.weight";
        family.Network.train();
        var (_, gradients, _) = Run(family);
        family.Network.zero_grad();
        Recompute(family.Network);
        Assert.Equal(13, gradients.Count);
        Assert.Equal(gradients, Run(family).Gradients);
    }

    [Fact]
    public void GradientsAddUp()
    {
        using var scope = NewDisposeScope();
        using var family = TinyFamily.Create("Swin");
        family.Network.train();
        family.Loss(1).backward();
        family.Loss(2).backward();
        var gradients = family.Gradients();
        family.Network.zero_grad();
        Recompute(family.Network);
        family.Loss(1).backward();
        family.Loss(2).backward();
        Assert.Equal(gradients, family.Gradients());
    }

    [Fact]
    public void WithoutGradientsNothingIsDifferent()
    {
        using var scope = NewDisposeScope();
        using var family = TinyFamily.Create("SwinV2");
        family.Network.eval();
        using var guard = no_grad();
        var loss = family.Loss().item<float>();
        Recompute(family.Network);
        Assert.Equal(loss, family.Loss().item<float>());
    }

    [Fact]
    public void ActivationsAreNotKept()
    {
        using var scope = NewDisposeScope();
        using var network = new DeepNetwork(blocks: 8);
        var images = randn(4, 256, 32);
        var kept = Least();
        Recompute(network);
        var recomputed = Least();
        // A block of this network keeps some ten tensors of the size of its input, or its input alone.
        Assert.InRange(recomputed / (double)kept, 0, 0.2);

        // The runtime's own compiler takes memory now and then; the network takes it each time.
        long Least() => Enumerable.Range(0, 5).Min(_ => Kept());

        long Kept()
        {
            using var inner = NewDisposeScope();
            network.call(images); // once without being measured: what is made at first use stays
            inner.DisposeEverything();
            var before = NativeMemory.Kept();
            var output = network.call(images);
            var bytes = NativeMemory.Kept() - before;
            output.sum().backward();
            network.zero_grad();
            output.Dispose();
            return bytes;
        }
    }

    [Fact]
    public void NoTensorOutlivesItsStep()
    {
        using var scope = NewDisposeScope();
        using var family = TinyFamily.Create("ConvMAE");
        Recompute(family.Network);
        Step();
        var tensors = Tensor.TotalCount;
        // The runtime's own compiler takes memory now and then; a leak takes it in each window: 35 KB of random states a step, or the whole graph.
        Assert.InRange(Enumerable.Range(0, 5).Min(_ => Growth(steps: 20)), long.MinValue, 200_000);
        Assert.InRange(Tensor.TotalCount - tensors, long.MinValue, 0); // other tests' may have been collected

        long Growth(int steps)
        {
            var before = NativeMemory.Kept();
            for (var i = 0; i < steps; i++)
                Step();
            return NativeMemory.Kept() - before;
        }

        void Step()
        {
            using var inner = NewDisposeScope();
            family.Loss().backward();
            family.Network.zero_grad();
        }
    }

    private static List<IRecomputed> Recompute(nn.Module network)
    {
        var blocks = network.modules().OfType<IRecomputed>().ToList();
        blocks.ForEach(block => block.Recomputes = true);
        return blocks;
    }

    private static (float Loss, Dictionary<string, float[]> Gradients, byte[] State) Run(TinyFamily family)
    {
        var loss = family.Loss();
        loss.backward();
        return (loss.item<float>(), family.Gradients(), get_rng_state().bytes.ToArray());
    }

    private sealed class DeepNetwork : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.ModuleList<TransformerBlock> blocks;

        public DeepNetwork(int blocks) : base(nameof(DeepNetwork))
        {
            this.blocks = new([.. Enumerable.Range(0, blocks).Select(_ => new TransformerBlock(new TransformerBlockSizes(32, 2, 128)))]);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            foreach (var block in blocks)
                x = block.call(x);
            return x.MoveToOuterDisposeScope();
        }
    }
}
