using System.Text.Json.Nodes;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>The table of a checkpoint that was split: which file holds which tensor.</summary>
internal static class ShardIndex
{
    // A vision model has a few shards, a language model hundreds.
    private const int MaxShards = 1000;

    /// <summary>The names of the files, each beside the index.</summary>
    /// <exception cref="CheckpointFormatException">It is no such table, or names a file elsewhere.</exception>
    public static IReadOnlyList<string> Read(string path) => CheckpointJson.Reading(path, () => CheckpointFormatException.Naming(path, () =>
    {
        if (CheckpointJson.ReadObject(path)!["weight_map"] is not JsonObject map)
            throw new CheckpointFormatException("it has no weight_map, the table of which file holds which tensor.");
        var names = new List<string>();
        foreach (var (tensor, value) in map)
        {
            // A name in the index is a file beside it, never a way out of the folder.
            if (value is not JsonValue text || !text.TryGetValue<string>(out var name) || name.Length == 0 || name != Path.GetFileName(name) || name is "." or "..")
                throw new CheckpointFormatException($"it names the file '{value}' for '{tensor}', which is not beside it.");
            if (!names.Contains(name))
                names.Add(name);
            if (names.Count > MaxShards)
                throw new CheckpointFormatException($"it names more than {MaxShards} files.");
        }
        return (IReadOnlyList<string>)names;
    }));
}
