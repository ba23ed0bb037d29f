using System.Net;

namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>Brings one file of a commit into the cache: goes on where an earlier try broke off, checks, and only then gives the content its name.</summary>
internal sealed class BlobDownload(string commit, HubTransport transport, HubRetry retry, HubCache cache, HubErrors errors, Action<string>? log)
{
    /// <summary>What has to arrive for a broken try not to count as a failure; a server that drips bytes must not keep us for ever.</summary>
    private const long WorthGoingOn = 1 << 20;

    /// <summary>The longest part of the file that any try has reached.</summary>
    private long _furthest;

    public async Task FetchAsync(HubFile file, ProgressMeter meter, CancellationToken token)
    {
        using var held = await FileLock.AcquireAsync(cache.Lock(file.Etag), () => log?.Invoke($"Another process downloads {file.Name}; waiting for it."), token);
        if (cache.Has(commit, file.Name))
            return;
        var isNew = !IsHere(file);
        if (isNew)
            await FetchContentAsync(file, meter, token);
        cache.Publish(commit, file, isNew);
    }

    /// <summary>Another commit may have the same file.</summary>
    private bool IsHere(HubFile file) => new FileInfo(cache.Blob(file.Etag)) is { Exists: true } blob && blob.Length == file.Size;

    private async Task FetchContentAsync(HubFile file, ProgressMeter meter, CancellationToken token)
    {
        var (blob, incomplete) = (cache.Blob(file.Etag), cache.Blob(file.Etag) + ".incomplete");
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        for (var isRepeated = false; ; isRepeated = true)
        {
            _furthest = 0;
            await retry.RunAsync(() => AppendAsync(file, incomplete, meter, token), token);
            if (await BlobCheck.ProblemAsync(incomplete, file, token) is not { } problem)
                break;
            File.Delete(incomplete);
            if (isRepeated)
                throw errors.Spoilt(file, problem);
            log?.Invoke($"{file.Name} arrived damaged ({problem}); downloading it once more.");
        }
        File.Move(incomplete, blob, overwrite: true);
    }

    /// <summary>One request for what is missing.</summary>
    private async Task<bool> AppendAsync(HubFile file, string path, ProgressMeter meter, CancellationToken token)
    {
        await using var output = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 1);
        if (output.Length > file.Size)
            output.SetLength(0);
        if (output.Length == file.Size)
            return true; // It ended between the last byte and the new name.
        using var response = await transport.SendAsync(HttpMethod.Get, file.Address, token, from: output.Length);
        var have = StartOf(response, output, file);
        output.SetLength(have);
        output.Position = have;
        meter.Start(file.Name, have);
        _furthest = Math.Max(_furthest, have);
        var furthestBefore = _furthest;
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(token);
            var buffer = new byte[256 << 10];
            while (have <= file.Size && await transport.ReadAsync(body, buffer, token) is > 0 and var count)
            {
                await output.WriteAsync(buffer.AsMemory(0, count), token);
                have += count;
                meter.Add(count);
            }
        }
        catch (HubTransientException error)
        {
            throw BrokenOff(error.Message, error);
        }
        if (have < file.Size)
            throw BrokenOff("The connection ended early.", null);
        output.Flush(flushToDisk: true);
        return true;

        HubTransientException BrokenOff(string message, Exception? error)
        {
            _furthest = Math.Max(_furthest, have);
            return new HubTransientException($"{file.Name} broke off at {have:N0} of {file.Size:N0} bytes. {message}", error)
            {
                GotOn = _furthest - furthestBefore >= WorthGoingOn,
            };
        }
    }

    /// <summary>The place in the file that the answer begins at.</summary>
    private long StartOf(HttpResponseMessage response, FileStream output, HubFile file)
    {
        if (response.StatusCode == HttpStatusCode.OK)
            return 0; // The whole file, whatever was asked for.
        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == output.Length)
            return output.Length;
        if (output.Length > 0 && response.StatusCode is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            output.SetLength(0);
            throw new HubTransientException($"{file.Name} cannot be had from its middle on; it is begun anew.");
        }
        throw errors.Refusal(response, file.Name) ?? errors.Nonsense($"it answers {(int)response.StatusCode} when asked for {file.Name}");
    }
}
