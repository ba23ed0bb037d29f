using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>What is said of each class.</summary>
internal sealed class ZeroShotPrompts
{
    private readonly IReadOnlyList<IReadOnlyList<string>> _names;

    /// <param name="classes">Names of the classes.</param>
    /// <param name="promptNames">What stands for some of them in sentences; null for nothing but their names.</param>
    /// <param name="templates">Sentences.</param>
    /// <exception cref="ArgumentException">A template has no place for a name, or something stands for a class that isn't there, or nothing for one that is.</exception>
    public ZeroShotPrompts(IReadOnlyList<string> classes, IReadOnlyDictionary<string, IReadOnlyList<string>>? promptNames, IReadOnlyList<string> templates)
    {
        CheckTemplates(templates);
        if (promptNames?.Keys.FirstOrDefault(name => !classes.Contains(name)) is { } unknown)
            throw new ArgumentException($"{nameof(ClipZeroShotEstimator.Options.PromptNames)} names the class '{unknown}', which is none of {string.Join(", ", classes)}.");
        if (promptNames?.FirstOrDefault(pair => pair.Value.Count == 0 || pair.Value.Any(string.IsNullOrWhiteSpace)).Key is { } empty)
            throw new ArgumentException($"{nameof(ClipZeroShotEstimator.Options.PromptNames)} has no name, or an empty one, for the class '{empty}'.");
        Templates = [.. templates];
        _names = [.. classes.Select(name => promptNames is not null && promptNames.TryGetValue(name, out var others) ? [.. others] : (IReadOnlyList<string>)[name])];
    }

    private ZeroShotPrompts(IReadOnlyList<IReadOnlyList<string>> names, IReadOnlyList<string> templates) => (_names, Templates) = (names, templates);

    public IReadOnlyList<string> Templates { get; }

    /// <summary>The direction of each class.</summary>
    public ZeroShotClassifier Embed(Lease<ClipModel> clip) => clip.Use(model => ZeroShotClassifier.Create(model.Network, model.Tokenizer, _names, Templates));

    public JsonObject ToJson() => new()
    {
        ["names"] = new JsonArray([.. _names.Select(names => Array(names))]),
        ["templates"] = Array(Templates),
    };

    public static ZeroShotPrompts FromJson(JsonObject json) => new([.. json["names"]!.AsArray().Select(names => Texts(names!))], Texts(json["templates"]!));

    /// <exception cref="ArgumentException">There are none, or one has no place for a name.</exception>
    public static void CheckTemplates(IReadOnlyList<string> templates)
    {
        if (templates.Count == 0)
            throw new ArgumentException("There are no templates. The shortest list is one: \"{}\".");
        if (templates.FirstOrDefault(template => !template.Contains("{}", StringComparison.Ordinal)) is { } fixedText)
            throw new ArgumentException($"The template \"{fixedText}\" has no {{}} for the name of a class.");
    }

    private static JsonNode Array(IEnumerable<string> texts) => new JsonArray([.. texts.Select(text => (JsonNode)text)]);

    private static IReadOnlyList<string> Texts(JsonNode array) => [.. array.AsArray().Select(text => (string)text!)];
}
