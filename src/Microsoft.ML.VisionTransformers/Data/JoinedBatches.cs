using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>
/// Several batches of another source as one, for objectives that compare all examples of a step with each other. The source's own stay small: so
/// many of them as are read ahead are in memory, and one joined one.
/// </summary>
/// <param name="source">Where they come from; disposed with this.</param>
/// <param name="count">How many make one; the last of an epoch may be of fewer.</param>
internal sealed class JoinedBatches(IBatchSource source, int count) : IBatchSource
{
    private Tensor? _images; // [count x batch, C, H, W], made once

    public int Count => source.Count;

    public int BatchSize => Math.Min(source.BatchSize * count, source.Count);

    public int Joined => count;

    public int BatchesPerEpoch => (source.BatchesPerEpoch + count - 1) / count;

    public TimeSpan Waited => source.Waited;

    public long Fingerprint => source.Fingerprint;

    public IEnumerable<Batch> Read(int epoch, int first, CancellationToken cancellation)
    {
        Group? group = null;
        try
        {
            foreach (var batch in source.Read(epoch, first * count, cancellation))
            {
                // A batch that is left out, all its images being unusable, may have been the last of its group.
                if (group is not null && group.Number != batch.Number / count)
                {
                    yield return group.Join();
                    group.Dispose();
                    group = null;
                }
                group ??= new Group(Images(batch), batch.Number / count);
                group.Add(batch);
                if (batch.Number % count == count - 1)
                {
                    yield return group.Join();
                    group.Dispose();
                    group = null;
                }
            }
            if (group is not null)
                yield return group.Join();
        }
        finally
        {
            group?.Dispose();
        }
    }

    public void Dispose()
    {
        _images?.Dispose();
        source.Dispose();
    }

    private Tensor Images(Batch batch) => _images ??= empty([(long)source.BatchSize * count, .. batch.Images.shape[1..]], dtype: batch.Images.dtype,
        device: batch.Images.device).DetachFromDisposeScope();

    /// <summary>Batches on their way to becoming one.</summary>
    private sealed class Group(Tensor images, int number) : IDisposable
    {
        private readonly List<Tensor> _labels = [], _texts = [];
        private int _filled;
        private Batch? _joined;

        public int Number => number;

        public void Add(Batch batch)
        {
            using var guard = no_grad();
            using (var place = images.narrow(0, _filled, batch.Count))
                place.copy_(batch.Images);
            _labels.Add(batch.Labels.clone().DetachFromDisposeScope());
            if (batch.Texts is not null)
                _texts.Add(batch.Texts.clone().DetachFromDisposeScope());
            _filled += batch.Count;
        }

        /// <summary>Holds until this is disposed of.</summary>
        public Batch Join() => _joined = new Batch(images.narrow(0, 0, _filled).DetachFromDisposeScope(), cat(_labels).DetachFromDisposeScope(), _filled)
        {
            Number = number,
            Texts = _texts.Count > 0 ? cat(_texts).DetachFromDisposeScope() : null,
        };

        public void Dispose()
        {
            foreach (var tensor in _labels.Concat(_texts))
                tensor.Dispose();
            _joined?.Images.Dispose();
            _joined?.Labels.Dispose();
            _joined?.Texts?.Dispose();
        }
    }
}
