using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>How ConvMAE's networks are named by those who publish them. Nothing is transposed.</summary>
internal static class ConvMaeKeyMaps
{
    // Only the networks of this family have it.
    private const string Sign = "patch_embed4.weight";

    /// <summary>The authors' names, which are ours, for pretraining and fine-tuning; what distributed training leaves before them is stripped.</summary>
    public static readonly KeyMap Official = new("ConvMAE", Sign, ["", "module.", "_orig_mod."], [])
    {
        Ignored = ["windowed_rel_pos_bias.relative_position_index", "global_rel_pos_bias.relative_position_index"],
    };

    /// <summary>EasyCV's pretraining: encoder and decoder apart.</summary>
    public static readonly KeyMap EasyCvPretraining = new("EasyCV pretraining", "encoder." + Sign, ["", "module."],
        [
            new("mask_token", "decoder.mask_token"),
            new("decoder_{rest}", "decoder.decoder_{rest}"),
            new("{rest}", "encoder.{rest}"),
        ]);

    /// <summary>EasyCV's classifier.</summary>
    public static readonly KeyMap EasyCvClassifier = new("EasyCV classifier", "backbone." + Sign, ["", "module."],
        [
            new("head.{p}", "head.fc_cls.{p}"),
            new("{rest}", "backbone.{rest}"),
        ]);

    /// <summary>The authors' detector, on detectron2.</summary>
    public static readonly KeyMap Detectron = new("detectron2", "backbone.bottom_up." + Sign, [""], [new("{rest}", "backbone.bottom_up.{rest}")])
    {
        Ignored = ["backbone.bottom_up.windowed_rel_pos_bias.relative_position_index", "backbone.bottom_up.global_rel_pos_bias.relative_position_index"],
    };

    /// <summary>Weights of masked pretraining.</summary>
    public static readonly IReadOnlyList<KeyMap> Pretraining = [EasyCvPretraining, Official];

    /// <summary>Weights that a classifier can be or start from.</summary>
    public static readonly IReadOnlyList<KeyMap> Classifier = [EasyCvPretraining, EasyCvClassifier, Official];

    /// <summary>Weights that a detector's backbone can be or start from.</summary>
    public static readonly IReadOnlyList<KeyMap> Detection = [Detectron, EasyCvPretraining, EasyCvClassifier, Official];
}
