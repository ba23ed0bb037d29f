namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>A data set as the training loop sees it: epochs of batches.</summary>
internal interface IBatchSource : IDisposable
{
    /// <summary>Examples of an epoch.</summary>
    int Count { get; }

    /// <summary>Batches of an epoch, the last of which may be smaller.</summary>
    int BatchesPerEpoch { get; }

    /// <summary>The most examples a batch holds.</summary>
    int BatchSize { get; }

    /// <summary>Batches as they were asked for that each of these is made of.</summary>
    int Joined => 1;

    /// <summary>How long the readers have waited for a batch that was not ready, since the start.</summary>
    TimeSpan Waited { get; }

    /// <summary>A number that other examples, or the same in another order, would hardly share; to tell whether a run goes on with its own data.</summary>
    long Fingerprint { get; }

    /// <summary>The batches of an epoch (from 0), in the epoch's own order, from batch <paramref name="first"/> on.</summary>
    IEnumerable<Batch> Read(int epoch, int first, CancellationToken cancellation);
}
