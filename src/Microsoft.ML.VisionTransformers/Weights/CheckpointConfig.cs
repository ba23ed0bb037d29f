using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights.Preprocessing;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>The JSON files beside the weights in a folder: <c>config.json</c> of HuggingFace, timm or FlagAI or open_clip's, and the image processor's.</summary>
internal sealed class CheckpointConfig
{
    private readonly string _file;
    private readonly JsonObject _config;
    private readonly JsonObject? _processor;

    private CheckpointConfig(string file, JsonObject config, JsonObject? processor)
    {
        _file = file;
        _config = config;
        _processor = processor;
    }

    /// <summary>timm's model name, when timm wrote the folder.</summary>
    public string? TimmArchitecture => Reading(() => (string?)_config["architecture"]);

    /// <summary>timm's model name with the tag of the weights, such as <c>vit_base_patch16_224.mae</c>, when timm wrote the folder.</summary>
    public string? TimmName => Reading(() => (TimmArchitecture, (string?)_config["pretrained_cfg"]?["tag"]) switch
    {
        ({ } architecture, { Length: > 0 } tag) => $"{architecture}.{tag}",
        var (architecture, _) => architecture,
    });

    /// <summary>HuggingFace's kind of model, such as <c>vit</c>, when transformers wrote the folder.</summary>
    public string? HuggingFaceType => Reading(() => (string?)_config["model_type"]);

    /// <summary>Class names by index; null when the file has none or only <c>LABEL_0</c> and so on.</summary>
    public IReadOnlyList<string>? ClassNames => Reading(ReadClassNames);

    /// <summary>Null when there is no <c>config.json</c>, nor open_clip's file.</summary>
    /// <exception cref="CheckpointFormatException">A file is not JSON.</exception>
    public static CheckpointConfig? Read(string folder)
    {
        foreach (var name in new[] { "config.json", "open_clip_config.json" })
        {
            var path = Path.Combine(folder, name);
            if (CheckpointJson.ReadObject(path) is { } config)
                return new CheckpointConfig(path, config, CheckpointJson.ReadObject(Path.Combine(folder, "preprocessor_config.json")));
        }
        return null;
    }

    /// <exception cref="CheckpointFormatException">A text is not JSON.</exception>
    public static CheckpointConfig Parse(string config, string? processor = null) => new(
        "config.json", CheckpointJson.Parse(Encoding.UTF8.GetBytes(config)), processor is null ? null : CheckpointJson.Parse(Encoding.UTF8.GetBytes(processor)));

    /// <summary>A number of the configuration, or the default that its library has when the file leaves it out.</summary>
    public double Number(string name, double otherwise) => Reading(() => Find(name) is { } value ? (double)value : otherwise);

    public bool Flag(string name, bool otherwise) => Reading(() => Find(name) is { } value ? (bool)value : otherwise);

    public string? Text(string name) => Reading(() => Find(name) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null);

    /// <summary>A list of whole numbers; null when the configuration has none of that name.</summary>
    public IReadOnlyList<int>? Numbers(string name)
        => Reading<int[]?>(() => Find(name) is JsonArray list ? [.. list.Select(number => (int)number!)] : null);

    /// <summary>One number, or height and width.</summary>
    public (int Height, int Width)? Size(string name) => Reading<(int, int)?>(() => Find(name) switch
    {
        JsonArray { Count: 2 } pair => ((int)pair[0]!, (int)pair[1]!),
        JsonValue side => ((int)side, (int)side),
        _ => null,
    });

    /// <summary>The network's input, as HuggingFace, timm or FlagAI call it; null when the configuration doesn't say.</summary>
    public (int Height, int Width)? ImageSize => Size("image_size") ?? Size("img_size") ?? TimmInput;

    /// <summary>What is nested under a name; null when there is nothing.</summary>
    public CheckpointConfig? Section(string name) => Reading(() => Find(name) is JsonObject nested ? new CheckpointConfig(_file, nested, null) : null);

    /// <summary>How images are prepared for these weights; null when the folder doesn't say.</summary>
    /// <exception cref="CheckpointFormatException">It says something that cannot be understood.</exception>
    public ImagePreprocessing? Preprocessing => Reading(() => CheckpointPreprocessing.Read(_config, _processor));

    /// <summary>
    /// What the model's image processor does by default, where the folder has none: <c>save_pretrained</c> of a network doesn't write it. Null but for
    /// HuggingFace's plain ViT; the others' defaults are not what they were published with.
    /// </summary>
    public ImagePreprocessing? UsualPreprocessing => Reading(() => CheckpointPreprocessing.Usual(_config));

    // Channels, height and width; in timm's files before 0.9 they stand in config.json itself.
    private (int Height, int Width)? TimmInput => Reading<(int, int)?>(() => (_config["pretrained_cfg"]?["input_size"] ?? _config["input_size"]) switch
    {
        JsonArray { Count: 3 } sides => ((int)sides[1]!, (int)sides[2]!),
        _ => null,
    });

    // timm keeps constructor arguments in model_args, and what the weights were made with in pretrained_cfg.
    private JsonNode? Find(string name) => _config["model_args"]?[name] ?? _config[name];

    private T Reading<T>(Func<T> read) => CheckpointJson.Reading(_file, read);

    private List<string>? ReadClassNames()
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
