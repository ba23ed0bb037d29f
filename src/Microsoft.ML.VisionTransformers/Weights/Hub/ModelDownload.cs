namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>Brings all files that are needed of one model, at one commit, into the cache.</summary>
internal sealed class ModelDownload(
    HubListing listing, HubRepository repository, HubTransport transport, HubCache cache, HubErrors errors, HubOptions options, HubRuntime runtime)
{
    private readonly HubRetry _retry = new(options.Retries, runtime, options.Log);
    private readonly string _snapshot = cache.Snapshot(listing.Commit);

    /// <returns>The snapshot's folder.</returns>
    public async Task<string> RunAsync(IProgress<HubProgress>? progress, CancellationToken token)
    {
        var weights = ModelFiles.Weights(listing.Names) ?? throw errors.NoWeights(listing);
        // Weights come last: a snapshot that has them has everything.
        var names = ModelFiles.Settings.Where(listing.Names.Contains).ToList();
        if (ModelFiles.IsIndex(weights))
        {
            await FetchAsync([weights], null, token);
            names.AddRange(Shards(weights));
        }
        else
        {
            names.Add(weights);
        }
        await FetchAsync(names, progress, token);
        cache.Remember(listing);
        return _snapshot;
    }

    private IReadOnlyList<string> Shards(string index)
    {
        try
        {
            var shards = ShardIndex.Read(Path.Combine(_snapshot, index));
            return shards.Except(listing.Names).FirstOrDefault() is { } missing
                ? throw errors.Nonsense($"{index} names {missing}, which the model does not hold") : shards;
        }
        catch (CheckpointFormatException error)
        {
            throw errors.Nonsense(error.Message);
        }
    }

    private async Task FetchAsync(IEnumerable<string> names, IProgress<HubProgress>? progress, CancellationToken token)
    {
        List<HubFile> files = [];
        foreach (var name in names.Where(name => !cache.Has(listing.Commit, name)))
            files.Add(await _retry.RunAsync(() => repository.DescribeAsync(listing.Commit, name, token), token));
        CheckSpace(files);
        var meter = new ProgressMeter(progress, files.Sum(file => file.Size));
        var download = new BlobDownload(listing.Commit, transport, _retry, cache, errors, options.Log);
        foreach (var file in files)
        {
            await download.FetchAsync(file, meter, token);
            meter.Finish(file.Name, file.Size);
        }
    }

    private void CheckSpace(List<HubFile> files)
    {
        if (files.Count == 0)
            return;
        Directory.CreateDirectory(_snapshot);
        var needed = files.Sum(file => (decimal)file.Size - Here(cache.Blob(file.Etag)) - Here(cache.Blob(file.Etag) + ".incomplete"));
        if (runtime.FreeSpace(_snapshot) is { } free && needed > free)
            throw errors.DiskFull(FormattableString.Invariant($"{needed / 1_000_000:F0} MB are to come and {free / 1e6:F0} MB are free."));
    }

    private static long Here(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
