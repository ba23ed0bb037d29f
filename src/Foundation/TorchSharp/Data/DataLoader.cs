using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Batches of named tensors: each name's tensors are stacked.</summary>
public class DataLoader : DataLoader<Dictionary<string, Tensor>, Dictionary<string, Tensor>>
{
    public DataLoader(utils.data.Dataset dataset, int batchSize, IEnumerable<long> shuffler, Device device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Stack, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset) { }

    public DataLoader(utils.data.Dataset dataset, int batchSize, bool shuffle = false, Device device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Stack, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset) { }

    private static Dictionary<string, Tensor> Stack(IEnumerable<Dictionary<string, Tensor>> items, Device device)
    {
        using var off = no_grad();
        return items.First().Keys.ToDictionary(name => name, name => stack(items.Select(i => i[name])).to(device, disposeAfter: true).DetachFromDisposeScope());
    }
}
