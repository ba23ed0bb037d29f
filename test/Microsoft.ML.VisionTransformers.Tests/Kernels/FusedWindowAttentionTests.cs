using Microsoft.ML.VisionTransformers.Kernels;
using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

[Collection("Kernels")]
public class FusedWindowAttentionTests
{
    [Theory]
    [InlineData(2, 4, 3, 32, false, true)]
    [InlineData(2, 7, 3, 32, false, true)]
    [InlineData(2, 7, 3, 32, false, false)]
    [InlineData(2, 7, 3, 32, true, true)]
    [InlineData(1, 8, 2, 32, true, true)]
    [InlineData(1, 12, 2, 32, false, true)]
    [InlineData(1, 16, 1, 32, true, false)]
    [InlineData(1, 24, 1, 32, true, true)]
    [InlineData(2, 1, 2, 8, false, false)]
    [InlineData(2, 3, 5, 20, true, true)]
    [InlineData(3, 5, 34, 7, false, true)]
    [InlineData(1, 9, 2, 48, true, true)]
    public void EqualsLibtorchsForwardsAndBackwardsOnAllProcessors(int images, int side, int heads, int width, bool cosine, bool inMap)
    {
        using var scope = NewDisposeScope();
        manual_seed(side);
        var plan = new WindowPlan(new(2 * side, 3 * side), new(side, side), inMap ? new(side / 2, side / 2) : default);
        var windows = new StageWindows(WindowConvention.Official, plan.Map, plan.Map, side, isFixed: false);
        var (patches, tokens) = (plan.Map.Count, plan.Window.Count);
        var packed = randn([images, patches, 3, heads, width]);
        var bias = randn(heads, tokens, tokens);
        var scales = rand(heads) * (cosine ? 10 : 0.3) + 0.1;
        var places = inMap ? windows.Places(plan, packed) : empty(0, ScalarType.Int64);
        var mask = inMap && plan.Shifts ? windows.Mask(plan, packed) : empty(0);
        var above = randn(images, patches, heads * width);
        var expected = Run(above, packed, bias, scales, leaves => Reference(leaves, places, mask, cosine));
        var best = KernelLibrary.vtk_cpu_level();
        try
        {
            for (var level = 0; level <= best; level++)
            {
                Assert.Equal(level, KernelLibrary.vtk_set_cpu_level(level));
                var actual = Run(above, packed, bias, scales, leaves => new FusedWindowAttention(leaves[0], leaves[1], leaves[2], places, mask).Apply(cosine));
                Assert.True(Distance(actual[0], expected[0]) < 1e-5, $"output at level {level}: {Distance(actual[0], expected[0])}");
                for (var i = 1; i < expected.Length; i++)
                    Assert.True(Distance(actual[i], expected[i]) < 1e-4, $"gradient {i} at level {level}: {Distance(actual[i], expected[i])}");
                using var unrecorded = no_grad();
                Assert.True(new FusedWindowAttention(packed, bias, scales, places, mask).Apply(cosine).equal(actual[0]).all().item<bool>());
            }
        }
        finally
        {
            KernelLibrary.vtk_set_cpu_level(-1);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ResultsDoNotDependOnTheNumberOfThreads(bool cosine)
    {
        using var scope = NewDisposeScope();
        var (packed, bias, scales) = (randn([3, 4 * 49, 3, 3, 32]), randn(3, 49, 49), rand(3) + 0.5);
        var attention = new FusedWindowAttention(packed, bias, scales, empty(0, ScalarType.Int64), empty(0));
        var above = randn(3, 4 * 49, 96);
        var threads = get_num_threads();
        try
        {
            var results = new[] { 1, 2, 5 }.Select(count =>
            {
                set_num_threads(count);
                var gradients = attention.Backward(above, cosine);
                return cat([attention.Forward(cosine).view(-1), gradients.Packed.view(-1), gradients.Bias.view(-1), gradients.Scales], 0);
            }).ToArray();
            Assert.All(results, result => Assert.True(result.equal(results[0]).all().item<bool>()));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void LargeScoresDoNotOverflow()
    {
        using var scope = NewDisposeScope();
        var (packed, bias, scales) = (randn([1, 9, 3, 1, 8]) * 100, zeros(1, 9, 9), ones(1));
        var results = Run(ones(1, 9, 8), packed, bias, scales,
            leaves => new FusedWindowAttention(leaves[0], leaves[1], leaves[2], empty(0, ScalarType.Int64), empty(0)).Apply(cosine: false));
        Assert.All(results, result => Assert.True(result.isfinite().all().item<bool>()));
    }

    /// <summary>The output, and the gradients of the packed tensor, the bias and the scales.</summary>
    private static Tensor[] Run(Tensor above, Tensor packed, Tensor bias, Tensor scales, Func<Tensor[], Tensor> attention)
    {
        var leaves = new[] { packed, bias, scales }.Select(leaf => leaf.clone().requires_grad_()).ToArray();
        var output = attention(leaves);
        (output * above).sum().backward();
        return [output.detach(), .. leaves.Select(leaf => leaf.grad!)];
    }

    private static Tensor Reference(Tensor[] leaves, Tensor places, Tensor mask, bool cosine)
    {
        var (packed, bias, scales) = (leaves[0], leaves[1], leaves[2]);
        var (images, patches, heads, width, tokens) = (packed.shape[0], packed.shape[1], packed.shape[3], packed.shape[4], bias.shape[1]);
        var windows = patches / tokens;
        var inOrder = places.numel() == 0 ? arange(patches, ScalarType.Int64) : places.view(-1);
        var parts = packed.index_select(1, inOrder).view(images * windows, tokens, 3, heads, width).permute(2, 0, 3, 1, 4).unbind(0);
        var (q, k) = cosine ? (parts[0] / Length(parts[0]), parts[1] / Length(parts[1])) : (parts[0], parts[1]);
        var scores = Flat(q).bmm(Flat(k).transpose(1, 2)).view(images, windows, heads, tokens, tokens) * scales.view(-1, 1, 1) + bias;
        if (mask.numel() > 0)
            scores = scores + mask.unsqueeze(1);
        var mixed = scores.softmax(-1).view(-1, tokens, tokens).bmm(Flat(parts[2]))
            .view(images * windows, heads, tokens, width).transpose(1, 2).reshape(images, patches, heads * width);
        return mixed.index_select(1, inOrder.argsort());

        static Tensor Length(Tensor x) => x.norm(-1, keepdim: true, p: 2).clamp_min(1e-12);

        static Tensor Flat(Tensor x) => x.reshape(-1, x.shape[2], x.shape[3]);
    }

    /// <summary>The largest difference, relative to the largest expected value, which one patch a window makes 0.</summary>
    private static double Distance(Tensor actual, Tensor expected)
        => (actual - expected).abs().max().item<float>() / Math.Max(expected.abs().max().item<float>(), 1e-6);
}
