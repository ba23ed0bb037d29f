using Microsoft.ML.VisionTransformers.Clip.Tokenization;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.Tokenization;

public sealed class PairTableTests
{
    [Fact]
    public void FindsWhatWasAdded()
    {
        var table = new PairTable(1000);
        for (var i = 0; i < 1000; i++)
            Assert.True(table.TryAdd(i % 37, i, i, 1000 + i));
        for (var i = 0; i < 1000; i++)
            Assert.Equal((i, 1000 + i), table.Find(i % 37, i));
        Assert.Equal((int.MaxValue, -1), table.Find(38, 1));
        Assert.False(table.TryAdd(0, 0, 5, 5));
    }
}
