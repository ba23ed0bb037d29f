using TorchSharp;
using static TorchSharp.torch;

namespace Foundation.Tests.Data;

public class DataLoaderTests
{
    [Fact]
    public void SeveralWorkersKeepTheOrder()
    {
        using var loader = utils.data.DataLoader(utils.data.TensorDataset(arange(50)), 8, num_worker: 4);
        var seen = new List<long>();
        foreach (var batch in loader) seen.AddRange(batch[0].data<long>().ToArray());
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), seen);
    }

    [Fact]
    public void KeptBatchesLiveOn()
    {
        using var loader = utils.data.DataLoader(utils.data.TensorDataset(arange(4)), 2, disposeBatch: false);
        var batches = loader.ToList();
        Assert.Equal(new long[] { 2, 3 }, batches[1][0].data<long>().ToArray());
    }
}
