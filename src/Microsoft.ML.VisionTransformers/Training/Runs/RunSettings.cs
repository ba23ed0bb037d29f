using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training.Runs;

/// <summary>What a training's result depends on: the same settings and examples in the same order give the same weights.</summary>
internal static class RunSettings
{
    public const string Seed = "Seed";

    // Not noted by all versions.
    private const string Architecture = "Architecture", Encoders = "Weights of frozen encoders";

    public static IReadOnlyDictionary<string, string> Of(nn.Module network, IBatchSource train, IBatchSource? validation, TrainingOptions options, long seed, JsonObject? about)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Network"] = $"{network.GetName()} of {network.parameters().Sum(parameter => parameter.numel())} parameters",
            ["Training images"] = Describe(train),
            ["Validation images"] = validation is null ? "none" : Describe(validation),
            [Seed] = seed.ToString(CultureInfo.InvariantCulture),
        };
        // A name and a number of parameters don't tell heads, activations and preprocessing.
        if (about?["architecture"] is { } architecture)
            settings[Architecture] = architecture.ToJsonString();
        // A name doesn't tell which weights it stood for.
        if (about?["encoders"] is { } encoders)
            settings[Encoders] = encoders.ToJsonString();
        foreach (var field in options.GetType().GetFields().Where(field => TrainingOptions.ChangesTheResult(field)))
            settings[field.Name] = Text(field.GetValue(options));
        return settings;
    }

    /// <summary>A line for each setting that differs. What an earlier version noted otherwise than this one is no difference.</summary>
    /// <param name="before">The run's.</param>
    /// <param name="now">Those it would go on with.</param>
    /// <param name="options">Where those of now are from.</param>
    public static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now, TrainingOptions options)
        => before.Keys.Union(now.Keys).Where(name => before.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Where(name => now.ContainsKey(name) || options.GetType().GetField(name) is not { } field || TrainingOptions.ChangesTheResult(field))
            .Where(name => before.ContainsKey(name) || name is not (Architecture or Encoders))
            .Select(name => $"{name}: {Told(before.GetValueOrDefault(name, "not set"))} before, {Told(now.GetValueOrDefault(name, "not set"))} now");

    private static string Told(string value) => value.Length <= 200 ? value : $"{value[..100]}... (and {value.Length - 100} characters more)";

    /// <summary>Lists say nothing of what is in them by themselves.</summary>
    private static string Text(object? value) => value is IEnumerable many and not string ? string.Join(", ", many.Cast<object?>().Select(Text))
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Describe(IBatchSource source) => $"{source.Count} in batches of {source.BatchSize} ({source.Fingerprint:x16})";
}
