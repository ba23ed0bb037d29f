using TorchSharp;
using static TorchSharp.torch;

namespace Foundation.Tests.NN;

public class InitTests
{
    [Fact]
    public void TruncatedNormalHasTheRightSpreadAndBounds()
    {
        manual_seed(1);
        using var t = empty(20_000);
        nn.init.trunc_normal_(t, mean: 1, std: 0.5, a: 0, b: 2);
        Assert.True(t.min().item<float>() >= 0 && t.max().item<float>() <= 2);
        Assert.InRange(t.mean().item<float>(), 0.98, 1.02);
        // Cut at two standard deviations, the deviation is 0.88 of the whole normal's.
        Assert.InRange(t.std().item<float>(), 0.43, 0.45);
    }

    [Fact]
    public void XavierNormalIsNormal()
    {
        manual_seed(1);
        using var t = empty(100, 100);
        nn.init.xavier_normal_(t);
        Assert.InRange(t.std().item<float>(), 0.097, 0.103);
        Assert.True(t.abs().max().item<float>() > 0.3, "a uniform distribution of that spread ends at 0.17");
    }
}
