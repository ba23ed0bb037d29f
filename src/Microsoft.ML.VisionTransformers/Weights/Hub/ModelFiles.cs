namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>Which files of a published model are needed: what describes it, and one form of its weights.</summary>
internal static class ModelFiles
{
    private static readonly string[] s_weights =
    [
        "model.safetensors",
        "model.safetensors.index.json",
        "open_clip_model.safetensors",
        "pytorch_model.bin",
        "pytorch_model.bin.index.json",
        "open_clip_pytorch_model.bin",
    ];

    private static readonly string[] s_weightNames = ["model.", "pytorch_model.", "open_clip_model.", "open_clip_pytorch_model."];

    /// <summary>What the Python trainers leave beside the weights under the same extension.</summary>
    private static readonly string[] s_notWeights = ["training_args", "optimizer", "scheduler", "scaler", "rng_state"];

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

    /// <summary>
    /// Whether the configuration in a folder is that of one of its files: it has the name that a library gives its weights, or such a name's
    /// variant (<c>model.fp16.safetensors</c>), or there are no others.
    /// </summary>
    public static bool AreOfFolder(string name, IReadOnlyCollection<string> names)
        => s_weightNames.Any(start => name.StartsWith(start, StringComparison.Ordinal)) || (Candidates(names) is [var only] && only == name);

    public static bool IsIndex(string name) => name.EndsWith(".index.json", StringComparison.Ordinal);

    /// <summary>Whether a path stays in the folder that it starts from, on every system: one with drives too.</summary>
    public static bool IsInside(string name)
        => name is { Length: > 0 and < 1024 } and not [_, ':', ..] && name.IndexOfAny(['\\', '\0']) < 0 && name.Split('/').All(part => part is not ("" or "." or ".."));
}
