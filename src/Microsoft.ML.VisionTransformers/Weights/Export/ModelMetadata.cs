using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Architectures;

namespace Microsoft.ML.VisionTransformers.Weights.Export;

/// <summary>What this library writes into the header of a safetensors file, and finds there again.</summary>
/// <param name="Architecture">The network's sizes and the preprocessing.</param>
/// <param name="ClassNames">Names of the classes by index; null when they have none.</param>
internal sealed record ModelMetadata(VisionArchitecture Architecture, IReadOnlyList<string>? ClassNames)
{
    private const string Library = "library", ArchitectureKey = "architecture", Classes = "class_names";

    public Dictionary<string, string> Write()
    {
        var metadata = new Dictionary<string, string>
        {
            [Library] = $"VisionTransformers.ML {typeof(ModelMetadata).Assembly.GetName().Version!.ToString(3)}",
            [ArchitectureKey] = Architecture.ToJson(),
        };
        if (ClassNames is not null)
            metadata[Classes] = JsonSerializer.Serialize(ClassNames);
        return metadata;
    }

    /// <summary>Null when this library didn't write the file, or a version of it that knows more did.</summary>
    public static ModelMetadata? Read(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(ArchitectureKey, out var architecture) || !metadata.ContainsKey(Library))
            return null;
        try
        {
            var classes = metadata.TryGetValue(Classes, out var names) ? JsonNode.Parse(names)?.AsArray().Select(name => (string)name!).ToList() : null;
            var found = VisionArchitecture.FromJson(architecture);
            found.Configuration.Validate();
            return new ModelMetadata(found, classes);
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            return null; // The weights speak for themselves then.
        }
    }
}
