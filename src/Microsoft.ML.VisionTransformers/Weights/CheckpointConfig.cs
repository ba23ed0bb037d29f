using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>The JSON files beside the weights in a folder: <c>config.json</c> of HuggingFace or timm, and the image processor's.</summary>
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
        var config = ReadJson(Path.Combine(folder, "config.json"));
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
    public ImagePreprocessing? Preprocessing
        => _processor is not null ? FromProcessor(_processor) : _config["pretrained_cfg"] is JsonObject timm ? FromTimm(timm) : null;

    // timm keeps constructor arguments in model_args, and what the weights were made with in pretrained_cfg.
    private JsonNode? Find(string name) => _config["model_args"]?[name] ?? _config[name];

    private static ImagePreprocessing FromProcessor(JsonObject processor)
    {
        // Old files say "size": 224, newer ones height and width, or the shortest edge.
        var size = processor["size"];
        var crop = processor["do_crop"] is null && processor["do_center_crop"] is null
            ? processor["crop_size"] : (bool?)(processor["do_center_crop"] ?? processor["do_crop"]) == true ? processor["crop_size"] : null;
        var shortest = size is JsonObject ? (int?)size["shortest_edge"] : null;
        var (height, width) = shortest is { } edge ? (edge, edge) : Sides(size) ?? (224, 224);
        var (outHeight, outWidth) = crop is null ? (height, width) : Sides(crop) ?? (height, width);
        var normalized = (bool?)processor["do_normalize"] ?? true;
        return new ImagePreprocessing
        {
            Height = outHeight,
            Width = outWidth,
            Resize = shortest ?? (height == outHeight && width == outWidth ? 0 : height),
            ResizeMode = shortest is null ? ResizeMode.Square : ResizeMode.ShortestEdge,
            Interpolation = ((int?)processor["resample"] ?? 2) switch
            {
                0 => Interpolation.Nearest,
                1 => Interpolation.Lanczos,
                2 => Interpolation.Bilinear,
                3 => Interpolation.Bicubic,
                4 => Interpolation.Box,
                var other => throw new InvalidDataException($"preprocessor_config.json asks for the unknown resampling {other}."),
            },
            Mean = normalized ? Floats(processor["image_mean"]) ?? [0.5f, 0.5f, 0.5f] : [0, 0, 0],
            Std = normalized ? Floats(processor["image_std"]) ?? [0.5f, 0.5f, 0.5f] : [1, 1, 1],
        };
    }

    private static ImagePreprocessing FromTimm(JsonObject timm)
    {
        var input = timm["input_size"] is JsonArray { Count: 3 } sides ? [.. sides.Select(side => (int)side!)] : new[] { 3, 224, 224 };
        var share = (double?)timm["crop_pct"] ?? 0.875;
        return new ImagePreprocessing
        {
            Channels = input[0],
            Height = input[1],
            Width = input[2],
            Resize = (int)Math.Floor(Math.Min(input[1], input[2]) / share),
            ResizeMode = (string?)timm["crop_mode"] == "squash" ? ResizeMode.Square : ResizeMode.ShortestEdge,
            Interpolation = (string?)timm["interpolation"] switch
            {
                "bilinear" => Interpolation.Bilinear,
                "nearest" => Interpolation.Nearest,
                "lanczos" => Interpolation.Lanczos,
                _ => Interpolation.Bicubic,
            },
            Mean = Floats(timm["mean"]) ?? [0.485f, 0.456f, 0.406f],
            Std = Floats(timm["std"]) ?? [0.229f, 0.224f, 0.225f],
        };
    }

    private static (int Height, int Width)? Sides(JsonNode? size) => size switch
    {
        JsonObject pair when pair["height"] is not null => ((int)pair["height"]!, (int)pair["width"]!),
        JsonValue side => ((int)side, (int)side),
        _ => null,
    };

    private static float[]? Floats(JsonNode? list) => list is JsonArray array ? [.. array.Select(value => (float)value!)] : null;

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
