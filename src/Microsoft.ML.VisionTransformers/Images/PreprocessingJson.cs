using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>How <see cref="ImagePreprocessing"/> is written: camel case, kernels by name, derived values left out.</summary>
internal static class PreprocessingJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
