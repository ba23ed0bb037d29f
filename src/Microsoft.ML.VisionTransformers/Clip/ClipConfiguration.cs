using System.Text.Json.Serialization;
using TorchSharp;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// A CLIP with a vision transformer (Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", 2021): an image
/// tower and a text tower whose outputs can be compared. The defaults are OpenAI's ViT-B/32.
/// </summary>
public sealed record ClipConfiguration : VisionConfiguration
{
    /// <summary>Length of the vectors that images and texts become. Default 512.</summary>
    public int EmbeddingDim { get; init; } = 512;

    /// <summary>Side of a square patch in pixels; divides both sides of the image. Default 32.</summary>
    public int PatchSize { get; init; } = 32;

    /// <summary>Width of an image token. Default 768.</summary>
    public int VisionWidth { get; init; } = 768;

    /// <summary>Transformer blocks of the image tower. Default 12.</summary>
    public int VisionLayers { get; init; } = 12;

    /// <summary>Attention heads of the image tower; divides <see cref="VisionWidth"/>. Default 12, 64 channels a head as in all of OpenAI's.</summary>
    public int VisionHeads { get; init; } = 12;

    /// <summary>Width of an image block's token-wise network as a multiple of <see cref="VisionWidth"/>. Default 4.</summary>
    public double VisionMlpRatio { get; init; } = 4;

    /// <summary>Width of a text token. Default 512.</summary>
    public int TextWidth { get; init; } = 512;

    /// <summary>Transformer blocks of the text tower. Default 12.</summary>
    public int TextLayers { get; init; } = 12;

    /// <summary>Attention heads of the text tower; divides <see cref="TextWidth"/>. Default 8.</summary>
    public int TextHeads { get; init; } = 8;

    /// <summary>Width of a text block's token-wise network as a multiple of <see cref="TextWidth"/>. Default 4.</summary>
    public double TextMlpRatio { get; init; } = 4;

    /// <summary>The most tokens of a text, start and end included. Default 77, that of all published weights.</summary>
    public int ContextLength { get; init; } = 77;

    /// <summary>Number of different tokens. Default 49,408, those of OpenAI's byte pair encoding.</summary>
    public int VocabularySize { get; init; } = 49408;

    /// <summary>
    /// The nonlinearity of both towers. Default that of OpenAI's weights and those trained like them (MetaCLIP, DFN, LAION-400M for B/32); those
    /// trained on LAION-2B and DataComp need <see cref="Modules.Activation.Gelu"/>. The wrong one loads, and costs a few points of accuracy.
    /// </summary>
    public Activation Activation { get; init; } = Activation.QuickGelu;

    /// <summary>
    /// The token that ends a text; the text's vector is taken at the first of it, or at the start of a text that has none. Default (null) the
    /// position of the largest token of a text: the end is the last of OpenAI's vocabulary.
    /// </summary>
    public int? EndToken { get; init; }

    /// <summary>Epsilon of all layer norms. Default 1e-5.</summary>
    public double NormEps { get; init; } = 1e-5;

    /// <summary>Stochastic depth of the last block of each tower; it grows evenly from 0 in the first. Default 0, as all published CLIPs were trained.</summary>
    public double DropPathRate { get; init; }

    /// <summary>
    /// Whether images of other sizes are taken as well, the position table being resampled on the fly. Default false: they are refused.
    /// </summary>
    public bool DynamicSize { get; init; }

    /// <summary>The kernel by which the image tower's position table is resampled. Default open_clip's.</summary>
    public PositionResampling PositionResampling { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Family => "Clip";

    /// <summary>
    /// The image tower with a classifier in place of its projection, as it is fine-tuned to classes (timm's <c>vit_*_clip_*</c>, Wortsman et al.,
    /// 2022).
    /// </summary>
    [JsonIgnore]
    public override ClassifierConfiguration Classifier => new ViTConfiguration
    {
        ImageHeight = ImageHeight,
        ImageWidth = ImageWidth,
        Channels = Channels,
        PatchSize = PatchSize,
        Dim = VisionWidth,
        Depth = VisionLayers,
        Heads = VisionHeads,
        MlpRatio = VisionMlpRatio,
        PreNorm = true,
        Activation = Activation,
        NormEps = NormEps,
        DynamicSize = DynamicSize,
        PositionResampling = PositionResampling,
    };

    internal PatchGrid Grid => new(ImageHeight / PatchSize, ImageWidth / PatchSize);

    internal ClipTowerSizes VisionTower => new(VisionWidth, VisionLayers, VisionHeads, Hidden(VisionWidth, VisionMlpRatio), Activation, NormEps, Causal: false);

    internal ClipTowerSizes TextTower => new(TextWidth, TextLayers, TextHeads, Hidden(TextWidth, TextMlpRatio), Activation, NormEps, Causal: true);

    /// <inheritdoc/>
    public override long CountParameters()
    {
        long width = TextWidth;
        var tokens = (VocabularySize + ContextLength) * width;
        return CountImageParameters() + tokens + TextTower.CountParameters() + 2 * width + width * EmbeddingDim + 1;
    }

    /// <summary>Those of the image tower alone, its projection included.</summary>
    public long CountImageParameters()
    {
        long width = VisionWidth;
        var tokens = (long)Channels * PatchSize * PatchSize * width + (Grid.Count + 2) * width;
        return tokens + VisionTower.CountParameters() + 4 * width + width * EmbeddingDim;
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        ValidateInput();
        Require(PatchSize > 0 && ImageHeight % PatchSize == 0 && ImageWidth % PatchSize == 0,
            $"An image of {ImageHeight}x{ImageWidth} pixels does not divide into patches of {PatchSize}x{PatchSize}.");
        Require(EmbeddingDim > 0, $"An embedding cannot have {EmbeddingDim} channels.");
        Require(ContextLength > 0 && VocabularySize > 0, $"{ContextLength} tokens out of {VocabularySize} make no text.");
        Require(EndToken is null or >= 0 && EndToken.GetValueOrDefault() < VocabularySize, $"The end token {EndToken} is none of {VocabularySize}.");
        RequireRate(DropPathRate, nameof(DropPathRate));
        ValidateTower("image", VisionTower);
        ValidateTower("text", TextTower);
    }

    internal override torch.nn.Module CreateNetwork(long seed) => new ClipNetwork(this, seed);

    private static void ValidateTower(string name, ClipTowerSizes tower)
    {
        Require(tower.Width > 0 && tower.Heads > 0 && tower.Width % tower.Heads == 0,
            $"A width of {tower.Width} does not divide into {tower.Heads} heads in the {name} tower.");
        Require(tower.Layers > 0, $"The {name} tower needs at least one block, not {tower.Layers}.");
        Require(tower.MlpDim > 0, $"The token-wise networks of the {name} tower are left no width.");
    }

    private static int Hidden(int width, double ratio) => (int)(width * ratio + 1e-6);
}
