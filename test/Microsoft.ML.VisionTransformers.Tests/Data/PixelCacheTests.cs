using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Tests.Data;

public sealed class PixelCacheTests
{
    [Fact]
    public void KeepsWhatFitsAndChargesItOnce()
    {
        var cache = new PixelCache(count: 3, capacity: 24);
        cache.Offer(0, new byte[12]);
        cache.Offer(0, new byte[12]); // drawn twice in an epoch
        cache.Offer(1, new byte[12], width: 2, height: 2);
        cache.Offer(2, new byte[12]);
        Assert.NotNull(cache.Get(0));
        Assert.Equal((2, 2), (cache.GetImage(1)!.Width, cache.GetImage(1)!.Height));
        Assert.Null(cache.Get(2));
    }
}
