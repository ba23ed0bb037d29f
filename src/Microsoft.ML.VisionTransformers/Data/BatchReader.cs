using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>
/// Reads a set of images in batches ahead of the network: worker threads decode, augment and normalise into a ring of buffers
/// that are used again and again. Order and augmentation follow from (seed, epoch, index) alone, whatever the number of threads.
/// </summary>
internal sealed class BatchReader : IBatchSource
{
    private readonly IReadOnlyList<TrainingExample> _examples;
    private readonly ExampleLoader _loader;
    private readonly BatchReaderSettings _settings;
    private readonly BatchBuffer[] _ring;
    private readonly int _threads;
    private readonly BalancedOrder? _balanced;
    private long _waitedTicks;

    public BatchReader(IReadOnlyList<TrainingExample> examples, ImagePreprocessing preprocessing, BatchReaderSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfZero(examples.Count, nameof(examples));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.BatchSize, nameof(settings.BatchSize));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.ReadAhead, nameof(settings.ReadAhead));
        _examples = examples;
        Count = examples.Count;
        _settings = settings;
        _balanced = settings.Balanced ? new BalancedOrder(examples) : null;
        _loader = new ExampleLoader(examples, preprocessing, settings);
        _threads = settings.Threads > 0 ? settings.Threads : Math.Min(Environment.ProcessorCount, 8);
        BatchSize = Math.Min(settings.BatchSize, Count);
        BatchesPerEpoch = (Count + BatchSize - 1) / BatchSize;
        // One buffer is with the network while the others are being filled.
        _ring = new BatchBuffer[Math.Min(settings.ReadAhead + 1, BatchesPerEpoch)];
        for (int i = 0; i < _ring.Length; i++)
            _ring[i] = new BatchBuffer(BatchSize, preprocessing.Channels, preprocessing.Height, preprocessing.Width);
    }

    public int Count { get; }

    public int BatchSize { get; }

    public int BatchesPerEpoch { get; }

    public TimeSpan Waited => Stopwatch.GetElapsedTime(0, _waitedTicks);

    /// <summary>Images skipped so far.</summary>
    public int BadImages => _loader.BadImages;

    /// <summary>The order in which an epoch takes the examples.</summary>
    public ExampleDraw[] Order(int epoch)
    {
        var random = new SeededRandom(_settings.Seed, epoch, index: -1);
        if (!_settings.Shuffle)
            return [.. Enumerable.Range(0, Count).Select(index => new ExampleDraw(index))];
        return _balanced?.Of(random) ?? RepeatedOrder.Of(Count, _settings.Repeats, random);
    }

    public long Fingerprint => FingerprintOf(_examples);

    public IEnumerable<Batch> Read(int epoch, int first = 0, CancellationToken cancellation = default)
    {
        if (first >= BatchesPerEpoch)
            yield break;
        using var run = new ReadAhead(_loader, Order(epoch)[(first * BatchSize)..], epoch, _ring, BatchSize, _threads);
        for (int number = first; number < BatchesPerEpoch; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            var buffer = run.Take(number - first, cancellation);
            _waitedTicks += Stopwatch.GetTimestamp() - start;
            var batch = buffer.ToBatch(Math.Min(BatchSize, Count - number * BatchSize), _settings.Device);
            if (batch is null)
                continue;
            try
            {
                yield return batch with { Number = number };
            }
            finally
            {
                batch.Images.Dispose();
                batch.Labels.Dispose();
            }
        }
    }

    /// <summary>FNV-1a over what images are known by and labels, eight bytes at a time.</summary>
    public static long FingerprintOf(IReadOnlyList<TrainingExample> examples)
    {
        ulong hash = Fnv1a.Start;
        foreach (var (image, label) in examples)
        {
            var identity = image.Identity;
            foreach (var eight in MemoryMarshal.Cast<byte, ulong>(identity))
                Add(eight);
            foreach (var one in identity[(identity.Length / sizeof(ulong) * sizeof(ulong))..])
                Add(one);
            Add((uint)label);
        }
        return (long)hash;

        void Add(ulong value) => hash = Fnv1a.Add(hash, value);
    }

    public void Dispose()
    {
        foreach (var buffer in _ring)
            buffer.Dispose();
    }
}
