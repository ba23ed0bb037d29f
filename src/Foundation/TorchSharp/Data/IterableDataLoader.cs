using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Batches of lists of tensors: those at the same place are stacked.</summary>
public class IterableDataLoader : DataLoader<IList<Tensor>, IList<Tensor>>
{
    public IterableDataLoader(utils.data.IterableDataset dataset, int batchSize, IEnumerable<long> shuffler, Device device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Stack, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset) { }

    public IterableDataLoader(utils.data.IterableDataset dataset, int batchSize, bool shuffle = false, Device device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Stack, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset) { }

    private static IList<Tensor> Stack(IEnumerable<IList<Tensor>> items, Device device)
    {
        using var off = no_grad();
        return Enumerable.Range(0, items.First().Count).Select(k => stack(items.Select(i => i[k])).to(device, disposeAfter: true).DetachFromDisposeScope()).ToList();
    }
}
