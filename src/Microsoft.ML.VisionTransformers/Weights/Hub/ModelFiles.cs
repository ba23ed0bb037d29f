using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>Which files of a published model are needed: what describes it, and one form of its weights.</summary>
internal static class ModelFiles
{
    /// <summary>Far above the index of any model; a hostile one does not fill the memory.</summary>
    private const long LargestIndex = 32 << 20;

    private static readonly string[] s_weights =
    [
        "model.safetensors",
        "model.safetensors.index.json",
        "open_clip_model.safetensors",
        "pytorch_model.bin",
        "pytorch_model.bin.index.json",
        "open_clip_pytorch_model.bin",
    ];

    /// <summary>What the Python trainers leave beside the weights under the same extension.</summary>
    private static readonly string[] s_notWeights = ["training_args.bin", "optimizer", "scheduler", "rng_state"];

    /// <summary>Whichever of these there are: the network's sizes, how images are prepared, and the vocabulary.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        "config.json",
        "preprocessor_config.json",
        "open_clip_config.json",
        "tokenizer_config.json",
        "special_tokens_map.json",
        "vocab.json",
        "merges.txt",
        "tokenizer.json",
    ];

    /// <summary>All names that are looked for at fixed places.</summary>
    public static IEnumerable<string> Known => [.. Settings, .. s_weights];

    /// <summary>The best form of the weights, safetensors before pickles; null when there is none, or no telling which.</summary>
    public static string? Weights(IReadOnlyCollection<string> names)
        => s_weights.FirstOrDefault(names.Contains) ?? (Candidates(names) is [var only] ? only : null);

    /// <summary>Files beside each other that could be weights, of the better kind.</summary>
    public static IReadOnlyList<string> Candidates(IReadOnlyCollection<string> names)
    {
        var safe = Ending(".safetensors");
        return safe.Count > 0 ? safe : Ending(".pth", ".pt", ".bin");

        List<string> Ending(params string[] extensions) =>
        [
            .. names.Where(name => !name.Contains('/') && extensions.Any(extension => name.EndsWith(extension, StringComparison.Ordinal))
                && !s_notWeights.Any(other => name.StartsWith(other, StringComparison.Ordinal))),
        ];
    }

    public static bool IsIndex(string name) => name.EndsWith(".index.json", StringComparison.Ordinal);

    /// <summary>The files that an index spreads the weights over.</summary>
    /// <exception cref="InvalidDataException">It is no index, or names a file that is not beside it.</exception>
    public static IReadOnlyList<string> Shards(string index)
    {
        try
        {
            if (new FileInfo(index).Length <= LargestIndex && JsonNode.Parse(File.ReadAllText(index))?["weight_map"] is JsonObject map)
            {
                var names = map.Select(pair => (string)pair.Value!).Distinct().Order(StringComparer.Ordinal).ToList();
                var outside = names.Find(name => !IsPlain(name));
                return outside is null ? names : throw new InvalidDataException($"{index} names the file '{outside}', which is not beside it.");
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new InvalidDataException($"{index} is no index of weights: {error.Message}", error);
        }
        throw new InvalidDataException($"{index} is no index of weights: it is too large, or has no weight_map.");
    }

    /// <summary>Whether a path stays in the folder that it starts from, on every system.</summary>
    public static bool IsInside(string name)
        => name.Length is > 0 and < 1024 && name.IndexOfAny(['\\', ':', '\0']) < 0 && name.Split('/').All(part => part is not ("" or "." or ".."));

    private static bool IsPlain(string? name) => name is not null && IsInside(name) && !name.Contains('/');
}
