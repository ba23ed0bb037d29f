using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Weights;

namespace ParityTests.Kinds;

/// <summary>
/// Files of torch, zipped, legacy and TorchScript: each holds exactly the tensors of the expected file beside it that has the same names,
/// or the same by the product's own maps of names. Folders answer as the fixture with the same weights.
/// </summary>
internal sealed class PyTorchArchives : IFixtureKind
{
    // AdamW's first step is as long as its learning rate, and a little longer by weight decay.
    private const double OneStep = 1.1e-3;

    private readonly CheckpointFolders _folders = new();

    public bool Runs(string family) => family == "pytorch archive";

    public void Run(Fixture archive, Comparison comparison)
    {
        if (Path.GetExtension(archive.Path) == ".json")
        {
            _folders.Run(archive, comparison);
            return;
        }
        using var checkpoint = Checkpoint.Open(archive.Path);
        var expectedFiles = Directory.EnumerateFiles(archive.Folder, "*expected*.safetensors").Order(StringComparer.Ordinal).ToList();
        if (Match(checkpoint, expectedFiles) is not var (path, ours))
        {
            comparison.Require("expected tensors", false, "no expected file beside it has these names");
            return;
        }
        using var expected = SafetensorsFile.Open(path);
        var names = Names(expected);
        var trained = ours.Count >= names.Count ? TrainedIn(archive.Folder, names) : [];
        foreach (var (name, key) in ours)
        {
            var (tensor, entry) = (checkpoint.Load(key), checkpoint.Entries[key]);
            comparison.Require($"shape of {name}", entry.Shape.SequenceEqual(tensor.shape), $"is [{string.Join(", ", tensor.shape)}] instead of {entry}");
            if (!names.TryGetValue(name, out var theirs))
                continue;
            // The expected files have floats and longs only.
            var wanted = expected.Load(theirs);
            comparison.Check(name, Comparison.Numbers(tensor.to(wanted.dtype)), Comparison.Numbers(wanted), new Tolerance(trained.Contains(name) ? OneStep : 0));
            comparison.Require($"shape of {name}", entry.Shape.SequenceEqual(wanted.shape), $"is {entry}");
        }
    }

    /// <summary>The expected file with the archive's names: all of them if there is one; otherwise one that lacks some, or has more.</summary>
    private static (string Path, Dictionary<string, string> Keys)? Match(Checkpoint checkpoint, List<string> expectedFiles)
    {
        Func<HashSet<string>, HashSet<string>, bool>[] rules = [(ours, theirs) => ours.SetEquals(theirs), (ours, theirs) => ours.IsSupersetOf(theirs), (ours, theirs) => ours.IsSubsetOf(theirs)];
        foreach (var rule in rules)
        {
            foreach (var path in expectedFiles)
            {
                using var expected = SafetensorsFile.Open(path);
                var names = Names(expected).Keys.ToHashSet();
                if (Keys(checkpoint).FirstOrDefault(keys => rule([.. keys.Keys], names)) is { } found)
                    return (path, found);
            }
        }
        return null;
    }

    /// <summary>
    /// A folder may hold the state of a training that took one step on a few tensors, after the other archives were written and before
    /// the expected file was: torch.load finds the same difference there.
    /// </summary>
    private static HashSet<string> TrainedIn(string folder, Dictionary<string, string> names)
    {
        HashSet<string> trained = [];
        foreach (var path in Directory.EnumerateFiles(folder, "*.pth"))
        {
            using var other = Checkpoint.Open(path);
            if (other.Entries.Count < names.Count && other.Entries.Keys.All(names.ContainsKey))
                trained.UnionWith(other.Entries.Keys);
        }
        return trained;
    }

    /// <summary>Names of weights in an expected file, whether they have a folder of their own or the file is theirs.</summary>
    private static Dictionary<string, string> Names(SafetensorsFile expected)
    {
        const string folder = "weights/";
        var inFolder = expected.Entries.Keys.Where(name => name.StartsWith(folder, StringComparison.Ordinal)).ToDictionary(name => name[folder.Length..]);
        return inFolder.Count > 0 ? inFolder : expected.Entries.Keys.ToDictionary(name => name);
    }

    /// <summary>The archive's keys under their own names, and under ours.</summary>
    private static IEnumerable<Dictionary<string, string>> Keys(Checkpoint checkpoint)
    {
        yield return checkpoint.Entries.Keys.ToDictionary(name => name);
        foreach (var naming in VisionFamilies.Checkpoints.SelectMany(family => family.KeyMaps).Where(map => map.Recognises([.. checkpoint.Entries.Keys])))
        {
            var (ours, unknown) = naming.Translate(checkpoint.Entries.Keys);
            if (unknown.Count == 0 && ours.Values.All(source => source is { Keys.Count: 1, Parts: 1, Transposed: false }))
                yield return ours.ToDictionary(pair => pair.Key, pair => pair.Value.Keys[0]);
        }
    }
}
