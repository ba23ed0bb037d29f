using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Training.Runs;

/// <summary>
/// <c>settings.json</c>: for people and scripts, all that a training was started with. It is written at each start; what decides whether a
/// run may go on is in its checkpoint.
/// </summary>
internal static class RunDocument
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="folder">Where it goes.</param>
    /// <param name="identity">What the result depends on; see <see cref="RunSettings"/>.</param>
    /// <param name="about">What only the trainer knows: the architecture, the classes.</param>
    /// <param name="options">All settings, but for secrets, data and callbacks.</param>
    public static void Write(string folder, IReadOnlyDictionary<string, string> identity, JsonObject? about, TrainingOptions options)
    {
        var version = typeof(RunDocument).Assembly.GetName().Version!.ToString(3);
        var document = new JsonObject
        {
            ["library"] = $"VisionTransformers.ML {version}",
            ["started"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["trainer"] = options.GetType().DeclaringType?.Name ?? options.GetType().Name,
            ["seed"] = long.Parse(identity[RunSettings.Seed]),
        };
        foreach (var (name, value) in about ?? [])
            document[name] = value?.DeepClone();
        document["data"] = new JsonObject(identity.Where(pair => pair.Key.Contains(' ')).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        document["network"] = identity["Network"];
        document["settings"] = Settings(options);
        document["machine"] = new JsonObject
        {
            ["name"] = Environment.MachineName,
            ["system"] = RuntimeInformation.OSDescription,
            ["processor"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["cores"] = Environment.ProcessorCount,
            ["memory"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB",
            ["runtime"] = RuntimeInformation.FrameworkDescription,
        };
        WholeFile.Write(Path.Combine(folder, "settings.json"), stream => JsonSerializer.Serialize(stream, document, s_json));
    }

    private static JsonObject Settings(TrainingOptions options)
    {
        var settings = new JsonObject();
        foreach (var field in options.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance).OrderBy(field => field.Name, StringComparer.Ordinal))
            if (!IsUnwritten(field.FieldType) && TryWrite(field.GetValue(options), out var value))
                settings[field.Name] = value;
        return settings;
    }

    /// <summary>Data, callbacks and tokens say nothing on paper.</summary>
    private static bool IsUnwritten(Type type) =>
        typeof(Delegate).IsAssignableFrom(type) || typeof(IDataView).IsAssignableFrom(type) || type == typeof(CancellationToken);

    /// <summary>False for objects that don't print themselves; a hub's access token is in one.</summary>
    private static bool TryWrite(object? value, out JsonNode? json)
    {
        json = value switch
        {
            null => null,
            VisionArchitecture architecture => architecture.Name,
            ImagePreprocessing preprocessing => JsonNode.Parse(preprocessing.ToJson()),
            string text => text,
            bool or int or long or float or double => double.IsFinite(Convert.ToDouble(value)) ? JsonSerializer.SerializeToNode(value) : value.ToString(),
            Enum or TimeSpan => value.ToString(),
            IEnumerable<string> or IEnumerable<float> or IEnumerable<double> or IEnumerable<int> => JsonSerializer.SerializeToNode((IEnumerable)value),
            IEnumerable<object> many when many.All(PrintsItself) => new JsonArray([.. many.Select(item => (JsonNode?)item.ToString())]),
            _ => PrintsItself(value) ? value.ToString() : null,
        };
        return value is null || json is not null;
    }

    private static bool PrintsItself(object value) => value.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType == value.GetType();
}
