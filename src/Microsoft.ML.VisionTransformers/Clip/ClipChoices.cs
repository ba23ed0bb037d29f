using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// What a configuration beside CLIP's weights says that no shape shows. Two kinds are read: HuggingFace's, nested in <c>vision_config</c> and
/// <c>text_config</c>, and open_clip's, which is FlagAI's too. Either leaves out what its library has as a default.
/// </summary>
internal sealed record ClipChoices
{
    public required Activation Activation { get; init; }

    public required int VisionHeads { get; init; }

    public required int TextHeads { get; init; }

    public required double NormEps { get; init; }

    public required (int Height, int Width)? ImageSize { get; init; }

    /// <summary>Null: the largest token.</summary>
    public int? EndToken { get; init; }

    /// <summary>What the configuration asks for and the networks here don't do, a line each.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];

    /// <summary>Null when the configuration is of neither kind.</summary>
    public static ClipChoices? Read(CheckpointConfig config)
    {
        // transformers lets the older spelling win over the newer one, and so do files that have both.
        var vision = config.Section("vision_config_dict") ?? config.Section("vision_config");
        var text = config.Section("text_config_dict") ?? config.Section("text_config");
        if (vision is not null && text is not null)
            return HuggingFace(vision, text);
        var model = config.Section("model_cfg") ?? config;
        return model.Section("vision_cfg") is { } visionTower && model.Section("text_cfg") is { } textTower ? OpenClip(model, visionTower, textTower) : null;
    }

    /// <summary>Pixels of the images that a configuration is for, be it a CLIP's or another network's; null when it doesn't say.</summary>
    public static (int Height, int Width)? ImageSizeOf(CheckpointConfig config) => Read(config)?.ImageSize ?? config.ImageSize;

    private static ClipChoices HuggingFace(CheckpointConfig vision, CheckpointConfig text)
    {
        List<string> unsupported = [];
        var (activation, textActivation) = (vision.Text("hidden_act") ?? "quick_gelu", text.Text("hidden_act") ?? "quick_gelu");
        if (activation is not ("quick_gelu" or "gelu"))
            unsupported.Add($"activation: {activation}");
        if (activation != textActivation)
            unsupported.Add($"activations that differ: {activation} for images, {textActivation} for texts");
        var eps = vision.Number("layer_norm_eps", 1e-5);
        if (eps != text.Number("layer_norm_eps", 1e-5))
            unsupported.Add("norms whose epsilons differ between images and texts");

        // Before the tokenizer's own numbers went into the files they all said 2, and the largest token was meant.
        var end = (int)text.Number("eos_token_id", 2);
        return new ClipChoices
        {
            Activation = activation == "gelu" ? Activation.Gelu : Activation.QuickGelu,
            VisionHeads = (int)vision.Number("num_attention_heads", 12),
            TextHeads = (int)text.Number("num_attention_heads", 8),
            NormEps = eps,
            ImageSize = vision.Size("image_size"),
            EndToken = end == 2 ? null : end,
            Unsupported = unsupported,
        };
    }

    private static ClipChoices OpenClip(CheckpointConfig model, CheckpointConfig vision, CheckpointConfig text)
    {
        List<string> unsupported = [];
        var pooling = text.Text("pool_type") ?? "argmax";
        if (pooling is not ("argmax" or "eos"))
            unsupported.Add($"pooling of texts: {pooling}");
        if ((vision.Text("pool_type") ?? "tok") is var imagePooling and not "tok")
            unsupported.Add($"pooling of images: {imagePooling}");
        if (text.Flag("no_causal_mask", false))
            unsupported.Add("text tokens that see those after them");
        foreach (var name in new[] { "timm_model_name", "hf_model_name" })
        {
            if ((vision.Text(name) ?? text.Text(name)) is { } other)
                unsupported.Add($"a tower of another family: {other}");
        }
        return new ClipChoices
        {
            Activation = model.Flag("quick_gelu", false) ? Activation.QuickGelu : Activation.Gelu,
            VisionHeads = Math.Max(1, (int)(vision.Number("width", 768) / vision.Number("head_width", 64))),
            TextHeads = (int)text.Number("heads", 8),
            NormEps = vision.Section("norm_kwargs")?.Number("eps", 1e-5) ?? 1e-5,
            ImageSize = vision.Size("image_size"),
            EndToken = pooling == "eos" ? (int)text.Number("eos_id", 2) : null,
            Unsupported = unsupported,
        };
    }
}
