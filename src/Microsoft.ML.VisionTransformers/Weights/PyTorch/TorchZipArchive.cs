using System.Text;

namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>
/// What <c>torch.save</c> writes since 1.6 and <c>torch.jit.save</c> always did: a zip with a pickle and a file for each storage. TorchScript
/// has its program beside them, which is not read.
/// </summary>
internal static class TorchZipArchive
{
    private const string Pickle = "data.pkl";

    // torch writes pickles as they are, and of a megabyte at most.
    private const long MaxInflatedPickle = 16L << 20;

    /// <summary>The tensors of an archive, which keeps the file open.</summary>
    /// <param name="file">The zip.</param>
    /// <param name="entries">Its directory.</param>
    /// <param name="average">Take the moving average that training keeps beside the weights.</param>
    /// <exception cref="CheckpointFormatException">It is no archive of torch, or is not sound.</exception>
    public static TorchTensors Open(ByteSource file, IReadOnlyDictionary<string, ZipEntry> entries, bool average)
    {
        var root = FindRoot(entries);
        if (entries.TryGetValue(root + "byteorder", out var order) && ReadText(file, order) is not "little" and var other)
            throw new CheckpointFormatException($"its numbers are stored '{other}'-endian, and only little-endian ones are read; save it on an ordinary computer.");
        var isScript = entries.ContainsKey(root + "constants.pkl") && entries.Keys.Any(name => name.StartsWith(root + "code/", StringComparison.Ordinal));

        var storages = new Dictionary<string, TorchStorage>();
        var pickle = entries[root + Pickle].Bytes;
        if (pickle.Deflated && pickle.Length > MaxInflatedPickle)
            throw new CheckpointFormatException($"its pickle claims to inflate to {pickle.Length} bytes.");
        using var inflated = pickle.Deflated ? Inflation.Take(file, pickle) : null;
        var input = inflated is null
            ? new PickleInput(file, pickle.Offset, pickle.Offset + pickle.Length)
            : new PickleInput(inflated, 0, pickle.Length);
        var value = PickleReader.Read(input, id => StorageReference.Read(id, storages, (reference, type) =>
        {
            if (!entries.TryGetValue($"{root}data/{reference.Key}", out var entry))
                throw new CheckpointFormatException($"the storage '{reference.Key}' is not in the archive");
            if ((Int128)reference.Count * type.Size != entry.Bytes.Length)
                throw new CheckpointFormatException(
                    $"the storage '{reference.Key}' should be {reference.Count} x {type.Name}, and has {entry.Bytes.Length} bytes");
            return entry.Bytes;
        }));
        return new TorchTensors(isScript ? "TorchScript archive" : "PyTorch zip archive", file, StateDict.Find(value, average));
    }

    /// <summary>The folder in the archive that holds everything; its name is that of the file when it was saved.</summary>
    private static string FindRoot(IReadOnlyDictionary<string, ZipEntry> entries)
    {
        var pickles = entries.Keys.Where(name => name == Pickle || name.EndsWith("/" + Pickle, StringComparison.Ordinal))
            .OrderBy(name => name.Count(letter => letter == '/')).ToList();
        if (pickles.Count == 0)
            throw new CheckpointFormatException("it is a zip archive without a data.pkl, so torch did not write it"
                + (entries.Keys.Any(name => name.EndsWith("model.json", StringComparison.Ordinal)) ? ", or a TorchScript archive of before 1.4" : "") + ".");
        return pickles[0][..^Pickle.Length];
    }

    private static string ReadText(ByteSource file, ZipEntry entry)
    {
        if (entry.Bytes.Deflated || entry.Bytes.Length > 16)
            return "unknown";
        var text = new byte[entry.Bytes.Length];
        file.Read(entry.Bytes.Offset, text);
        return Encoding.ASCII.GetString(text);
    }
}
