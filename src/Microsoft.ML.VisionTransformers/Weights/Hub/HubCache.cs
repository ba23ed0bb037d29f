namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>
/// The place of one model in the cache, laid out as Python's <c>huggingface_hub</c> does: contents by their hash in <c>blobs</c>, a folder a commit in
/// <c>snapshots</c> with links to them, and in <c>refs</c> the commit that a branch or tag stood at when it was last asked for.
/// </summary>
internal sealed class HubCache(string root, HubId id, HubRuntime runtime)
{
    private readonly string _name = "models--" + id.Model.Replace("/", "--");

    /// <summary>The model, such as <c>owner/name</c>, that a snapshot's folder is of; null for other folders.</summary>
    public static string? ModelOf(string snapshot)
    {
        var parts = Path.GetFullPath(snapshot).Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        return parts is [.., var model, "snapshots", _] && model.StartsWith("models--", StringComparison.Ordinal)
            ? model["models--".Length..].Replace("--", "/") : null;
    }

    private string Folder => Path.Combine(root, _name);

    /// <summary>Where files put by hand are found.</summary>
    public string ToFill => Snapshot(Commit ?? id.Revision);

    private string Reference => Path.Combine(Folder, "refs", id.Revision);

    /// <summary>What the revision stood at; null when it was never asked for.</summary>
    private string? Commit => id.IsCommit ? id.Revision
        : File.Exists(Reference) && File.ReadAllText(Reference).Trim() is var commit && HubId.LooksLikeCommit(commit) ? commit : null;

    public string Blob(string etag) => Path.Combine(Folder, "blobs", etag);

    public string Lock(string etag) => Path.Combine(root, ".locks", _name, etag + ".lock");

    public string Snapshot(string commit) => Path.Combine(Folder, "snapshots", commit);

    /// <summary>Whether a snapshot has a file, and the file its content.</summary>
    public bool Has(string commit, string name) => IsThere(Path.Combine(Snapshot(commit), name));

    /// <summary>A snapshot with weights, or null. Whether it lacks other files cannot be told without the hub.</summary>
    public string? FindUsable()
        => new[] { Commit, id.Revision }.OfType<string>().Select(Snapshot).FirstOrDefault(HasWeights);

    /// <summary>
    /// A snapshot that lacks nothing: each of the usual files is there, or known not to be; null when the hub has to be asked. A branch may have
    /// moved on, so only a commit's can be.
    /// </summary>
    public string? FindWhole()
        => id.IsCommit && Snapshot(id.Revision) is var folder && HasWeights(folder)
            && ModelFiles.Settings.All(name => Has(id.Revision, name) || File.Exists(Note(id.Revision, name)))
            ? folder : null;

    /// <summary>Puts a file into its snapshot. The caller holds the content's lock.</summary>
    /// <param name="commit">Of the snapshot.</param>
    /// <param name="file">Its content is in the cache.</param>
    /// <param name="isNew">The content came just now: no other snapshot has it.</param>
    public void Publish(string commit, HubFile file, bool isNew)
    {
        var path = Path.Combine(Snapshot(commit), file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path); // A link whose content somebody deleted.
        try
        {
            runtime.MakeLink(path, Path.Combine("..", "..", "blobs", file.Etag));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // No links here. A content that no other snapshot has needs no second copy.
            if (isNew)
                File.Move(Blob(file.Etag), path);
            else
                Write(path, temporary => File.Copy(Blob(file.Etag), temporary));
        }
    }

    /// <summary>
    /// Notes what a branch or tag stands at, and which of the usual files there are not: Python's client then asks for none of them. A cache that
    /// can only be read, since another user filled it, goes without.
    /// </summary>
    public void Remember(HubListing listing)
    {
        if (!id.IsCommit && Commit != listing.Commit)
            TryWrite(Reference, listing.Commit);
        foreach (var note in ModelFiles.Known.Except(listing.Names).Select(name => Note(listing.Commit, name)).Where(note => !File.Exists(note)))
            TryWrite(note, "");
    }

    /// <summary>Is there when a commit has no such file.</summary>
    private string Note(string commit, string name) => Path.Combine(Folder, ".no_exist", commit, name);

    private static bool HasWeights(string snapshot)
    {
        if (!Directory.Exists(snapshot))
            return false;
        var names = Directory.EnumerateFiles(snapshot).Where(IsThere).Select(path => Path.GetFileName(path)!).ToHashSet();
        if (ModelFiles.Weights(names) is not { } weights)
            return false;
        return !ModelFiles.IsIndex(weights) || ShardIndex.Read(Path.Combine(snapshot, weights)).All(names.Contains);
    }

    /// <summary>A link whose content is gone exists, but not for whoever wants to read it.</summary>
    private static bool IsThere(string path)
        => File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true) is not { } content || content.Exists);

    private static void TryWrite(string path, string text)
    {
        try
        {
            Write(path, temporary => File.WriteAllText(temporary, text));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The model is there, which is what was asked for.
        }
    }

    private static void Write(string path, Action<string> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary); // Still there when one of the two failed.
        }
    }
}
