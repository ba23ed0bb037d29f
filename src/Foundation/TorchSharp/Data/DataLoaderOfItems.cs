using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Batches of a data set, made one at a time while it is enumerated.</summary>
public class DataLoader<T, S> : IEnumerable<S>, IDisposable
{
    public DataLoader(utils.data.Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, IEnumerable<long> shuffler, Device device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
    {
        if (batchSize <= 0) throw new ArgumentException($"The batch size must be positive, not {batchSize}.", nameof(batchSize));
        this.dataset = dataset;
        this.collate_fn = collate_fn;
        sampler = shuffler;
        Device = device ?? CPU;
        (batch_size, num_workers, this.drop_last, DisposeBatch, DisposeDataset) = (batchSize, Math.Max(num_worker, 1), drop_last, disposeBatch, disposeDataset);
    }

    public DataLoader(utils.data.Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, bool shuffle = false, Device device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : this(dataset, batchSize, collate_fn, new Order(dataset, shuffle, seed), device, num_worker, drop_last, disposeBatch, disposeDataset) { }

    public utils.data.Dataset<T> dataset { get; }

    public int batch_size { get; }

    public bool drop_last { get; }

    public IEnumerable<long> sampler { get; }

    public int num_workers { get; }

    public Device Device { get; }

    public bool DisposeBatch { get; }

    public bool DisposeDataset { get; }

    public Func<IEnumerable<T>, Device, S> collate_fn { get; }

    /// <summary>How many batches there are.</summary>
    public long Count => drop_last ? dataset.Count / batch_size : (dataset.Count + batch_size - 1) / batch_size;

    /// <summary>Each batch is disposed, if it is to be, when the next is taken or the enumeration ends.</summary>
    public IEnumerator<S> GetEnumerator()
    {
        foreach (var indexes in sampler.Chunk(batch_size)) {
            if (drop_last && indexes.Length < batch_size) yield break;
            var batch = Load(indexes);
            try {
                yield return batch;
            } finally {
                if (DisposeBatch) Release(batch);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && DisposeDataset) dataset.Dispose();
    }

    private S Load(long[] indexes)
    {
        T[] items = num_workers == 1 ? Array.ConvertAll(indexes, dataset.GetTensor)
            : indexes.AsParallel().AsOrdered().WithDegreeOfParallelism(num_workers).Select(dataset.GetTensor).ToArray();
        try {
            return collate_fn(items, Device);
        } finally {
            foreach (var item in items) Release(item);
        }
    }

    private static void Release(object value)
    {
        switch (value) {
            case IDictionary<string, Tensor> named: foreach (var tensor in named.Values) tensor.Dispose(); break;
            case IEnumerable<Tensor> list: foreach (var tensor in list) tensor.Dispose(); break;
            case IDisposable disposable: disposable.Dispose(); break;
        }
    }

    /// <summary>0, 1, 2 ..., or those numbers in an order that is new each time but for a seed.</summary>
    private sealed class Order : IEnumerable<long>
    {
        private readonly utils.data.Dataset<T> _dataset;
        private readonly bool _shuffle;
        private readonly int? _seed;

        public Order(utils.data.Dataset<T> dataset, bool shuffle, int? seed) => (_dataset, _shuffle, _seed) = (dataset, shuffle, seed);

        public IEnumerator<long> GetEnumerator()
        {
            var numbers = new long[_dataset.Count];
            for (long i = 0; i < numbers.Length; i++) numbers[i] = i;
            if (_shuffle) (_seed is { } seed ? new Random(seed) : new Random()).Shuffle(numbers);
            return ((IEnumerable<long>)numbers).GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
