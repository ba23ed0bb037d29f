using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Tool.Models;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tool.Inspect;

/// <summary>What can be said of a checkpoint, each thing once, for people and for programs.</summary>
internal sealed class Findings(Checkpoint checkpoint)
{
    private const int ClassesShown = 3;
    private const int LongestValue = 100;

    private readonly CheckpointIdentity? _identity = checkpoint.Identity;
    private readonly IReadOnlyList<VisionArchitecture> _like = checkpoint.Published;
    private readonly ImagePreprocessing? _preprocessing = checkpoint.Preprocessing;

    /// <summary>All tensors, by name.</summary>
    public IEnumerable<KeyValuePair<string, TensorEntry>> Tensors => checkpoint.Entries.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private string Kind => CheckpointKind.Describe([.. checkpoint.Entries.Keys]);

    private long Numbers => checkpoint.Entries.Values.Sum(entry => entry.Count);

    private long Bytes => checkpoint.Entries.Values.Sum(entry => entry.Count * (SafetensorsType.Find(entry.Type)?.Size ?? 0));

    private IEnumerable<string> Types => checkpoint.ElementTypes.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} x {pair.Value}");

    /// <summary>Licences of the published weights that this may be, or be made from.</summary>
    private IEnumerable<string> Licences => _like.Select(row => row.Licence).OfType<string>().Distinct();

    /// <summary>Lines of a name and a value.</summary>
    public IEnumerable<(string Name, string Value)> Rows()
    {
        yield return ("file", checkpoint.Path);
        yield return ("format", checkpoint.Format);
        if (checkpoint.Container is { } container)
            yield return ("weights under", container);
        if (checkpoint.StrippedPrefix is { } prefix)
            yield return ("left out", $"{prefix} before every key");
        yield return ("kind", Kind);
        yield return ("tensors", $"{checkpoint.Entries.Count:N0}, {string.Join(", ", Types)}");
        yield return ("bytes", $"{Bytes:N0}");
        foreach (var row in _identity is null ? [("parameters", $"{Numbers:N0} numbers in the file")] : Network(_identity))
            yield return row;
        if (_preprocessing is not null)
            yield return ("preprocessing", PreprocessingText.Describe(_preprocessing));
        else if (_like.Count > 0)
            yield return ("preprocessing", $"{PreprocessingText.Describe(_like[0].Preprocessing)} (of {_like[0].Name}; the file doesn't say)");
        foreach (var (key, value) in checkpoint.Metadata)
            yield return ("metadata", $"{key} = {(value.Length <= LongestValue ? value : value[..LongestValue] + " ...")}");
    }

    public JsonObject ToJson(bool keys)
    {
        var json = new JsonObject
        {
            ["file"] = checkpoint.Path,
            ["format"] = checkpoint.Format,
            ["container"] = checkpoint.Container,
            ["prefix"] = checkpoint.StrippedPrefix,
            ["kind"] = Kind,
            ["family"] = _identity?.Configuration.Family,
            ["naming"] = _identity?.Naming.Name,
            ["configuration"] = _identity is null ? null : VisionFamilies.Write(_identity.Configuration),
            ["guessed"] = checkpoint.GuessesSizes && _identity is not null,
            ["parameters"] = _identity?.Configuration.CountParameters() ?? Numbers,
            ["tensors"] = checkpoint.Entries.Count,
            ["types"] = new JsonObject(checkpoint.ElementTypes.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["bytes"] = Bytes,
            ["classNames"] = checkpoint.ClassNames is { } names ? new JsonArray([.. names.Select(name => (JsonNode)name)]) : null,
            ["like"] = new JsonArray([.. _like.Select(row => (JsonNode)row.Name)]),
            ["licences"] = new JsonArray([.. Licences.Select(licence => (JsonNode)licence)]),
            ["preprocessing"] = _preprocessing is null ? null : JsonNode.Parse(_preprocessing.ToJson()),
            ["metadata"] = new JsonObject(checkpoint.Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        };
        if (keys)
            json["keys"] = new JsonObject(Tensors.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)new JsonObject
            {
                ["type"] = pair.Value.Type,
                ["shape"] = new JsonArray([.. pair.Value.Shape.Select(side => (JsonNode)side)]),
            })));
        return json;
    }

    private IEnumerable<(string Name, string Value)> Network(CheckpointIdentity identity)
    {
        var (_, naming, configuration) = identity;
        yield return ("family", $"{configuration.Family}, {naming.Name} names");
        yield return ("parameters", $"{configuration.CountParameters():N0}");
        yield return ("image", $"{ModelText.Size(configuration)}, {configuration.Channels} channel{(configuration.Channels == 1 ? "" : "s")}");
        if (configuration is ClassifierConfiguration classifier)
            yield return ("classes", Classes(classifier.NumClasses));
        var shown = new[] { "imageHeight", "imageWidth", "channels", "numClasses" };
        // Choices that are off say nothing to a reader; JSON has them all.
        yield return ("sizes", string.Join(", ", ((JsonObject)VisionFamilies.Write(configuration))
            .Select(pair => (pair.Key, Value: pair.Value?.ToJsonString().Trim('"')))
            .Where(pair => !shown.Contains(pair.Key) && pair.Value is not (null or "false" or "0"))
            .Select(pair => pair.Value == "true" ? pair.Key : $"{pair.Key} {pair.Value}")));
        if (checkpoint.GuessesSizes)
            yield return ("guessed", "heads, image size or epsilon, where no shape shows them: no configuration is beside the file");
        yield return ("like", _like.Count == 0 ? "no published architecture" : string.Join(", ", _like.Select(row => row.Name)));
        foreach (var licence in Licences)
            yield return ("licence", $"{ModelText.Licence(licence)} ({string.Join(", ", _like.Where(row => row.Licence == licence).Select(row => row.Name))})");
    }

    private string Classes(int count)
    {
        if (checkpoint.ClassNames is not { Count: > 0 } names)
            return count == 0 ? "none: it gives features" : $"{count:N0}";
        return $"{count:N0}: {string.Join(", ", names.Take(ClassesShown))}{(names.Count > ClassesShown ? " ..." : "")}";
    }
}
