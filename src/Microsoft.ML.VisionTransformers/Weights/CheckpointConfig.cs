using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights.Preprocessing;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>The JSON files beside the weights in a folder: <c>config.json</c> of HuggingFace, timm or FlagAI or open_clip's, and the image processor's.</summary>
internal sealed class CheckpointConfig
{
    private readonly JsonObject _config;
    private readonly JsonObject? _processor;

    private CheckpointConfig(JsonObject config, JsonObject? processor)
    {
        _config = config;
        _processor = processor;
    }

    /// <summary>timm's model name, when timm wrote the folder.</summary>
    public string? TimmArchitecture => (string?)_config["architecture"];

    /// <summary>HuggingFace's kind of model, such as <c>vit</c>, when transformers wrote the folder.</summary>
    public string? HuggingFaceType => (string?)_config["model_type"];

    /// <summary>Class names by index; null when the file has none or only <c>LABEL_0</c> and so on.</summary>
    public IReadOnlyList<string>? ClassNames
    {
        get
        {
            if (_config["id2label"] is JsonObject labels)
            {
                var names = Enumerable.Range(0, labels.Count).Select(i => (string?)labels[i.ToString()]).ToList();
                if (names.TrueForAll(name => name is not null) && !names.Select((name, i) => name == $"LABEL_{i}").All(same => same))
                    return names!;
            }
            return (_config["label_names"] ?? _config["pretrained_cfg"]?["label_names"]) is JsonArray list
                ? [.. list.Select(name => (string)name!)]
                : null;
        }
    }

    /// <summary>Null when there is no <c>config.json</c>.</summary>
    /// <exception cref="InvalidDataException">A file is not JSON.</exception>
    public static CheckpointConfig? Read(string folder)
    {
        var config = ReadJson(Path.Combine(folder, "config.json")) ?? ReadJson(Path.Combine(folder, "open_clip_config.json"));
        return config is null ? null : new CheckpointConfig(config, ReadJson(Path.Combine(folder, "preprocessor_config.json")));
    }

    public static CheckpointConfig Parse(string config, string? processor = null)
        => new(JsonNode.Parse(config)!.AsObject(), processor is null ? null : JsonNode.Parse(processor)!.AsObject());

    /// <summary>A number of the configuration, or the default that its library has when the file leaves it out.</summary>
    public double Number(string name, double otherwise) => Find(name) is { } value ? (double)value : otherwise;

    public bool Flag(string name, bool otherwise) => Find(name) is { } value ? (bool)value : otherwise;

    public string? Text(string name) => Find(name) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>One number, or height and width.</summary>
    public (int Height, int Width)? Size(string name) => Find(name) switch
    {
        JsonArray { Count: 2 } pair => ((int)pair[0]!, (int)pair[1]!),
        JsonValue side => ((int)side, (int)side),
        _ => null,
    };

    /// <summary>How images are prepared for these weights; null when the folder doesn't say.</summary>
    /// <exception cref="InvalidDataException">It says something that cannot be understood.</exception>
    public ImagePreprocessing? Preprocessing => CheckpointPreprocessing.Read(_config, _processor);

    // timm keeps constructor arguments in model_args, and what the weights were made with in pretrained_cfg.
    private JsonNode? Find(string name) => _config["model_args"]?[name] ?? _config[name];

    private static JsonObject? ReadJson(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new InvalidDataException($"{path} is not a JSON object.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is not JSON: {error.Message}", error);
        }
    }
}
