using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.Clip;

// What training has to know of CLIP. The towers may differ in depth: their layers are counted so that both end at the same number, since
// learning rates shrink from the outputs on.
internal sealed partial class ClipNetwork
{
    private const string ImageTowerPrefix = "visual.";
    private const string BlockPrefix = "transformer.resblocks.";

    /// <inheritdoc/>
    public int LayerCount => Math.Max(Configuration.VisionLayers, Configuration.TextLayers) + 1;

    /// <summary>
    /// Whether the position tables are decayed as other weights are: so OpenAI trained, and open_clip did before it exempted them. Default false, as
    /// open_clip now.
    /// </summary>
    public bool DecaysPositions { get; set; }

    /// <summary>Whether a parameter is the image tower's, its projection included.</summary>
    public static bool IsOfImageTower(string parameterName) => parameterName.StartsWith(ImageTowerPrefix, StringComparison.Ordinal);

    /// <summary>Whether a parameter is the text tower's, its projection included: all that is neither the image tower's nor the logit scale.</summary>
    public static bool IsOfTextTower(string parameterName) => !IsOfImageTower(parameterName) && parameterName != nameof(logit_scale);

    /// <inheritdoc/>
    public int LayerId(string parameterName)
        => parameterName == nameof(logit_scale) ? LayerCount : LayerCount - Layers(parameterName) - 1 + LayerInTower(parameterName);

    /// <summary>
    /// The groups that a tower is unlocked by, as open_clip counts them: 1 is its projection, 2 its last block with the norm behind it, and so on to
    /// the embeddings.
    /// </summary>
    public int GroupFromEnd(string parameterName)
    {
        int layers = Layers(parameterName), layer = LayerInTower(parameterName);
        if (layer <= layers)
            return layers - layer + 2;
        return parameterName is "visual.proj" or nameof(text_projection) ? 1 : 2;
    }

    /// <inheritdoc/>
    public bool SkipsWeightDecay(string parameterName) => !DecaysPositions && parameterName.EndsWith(nameof(positional_embedding), StringComparison.Ordinal);

    /// <inheritdoc/>
    public void SeedDropPath(long seed) => visual.DropPathSource = transformer.DropPathSource = new SeededUniforms(seed);

    /// <inheritdoc/>
    public void AfterStep() => ClampLogitScale();

    private int Layers(string parameterName) => IsOfImageTower(parameterName) ? Configuration.VisionLayers : Configuration.TextLayers;

    /// <summary>0 for embeddings, i + 1 for block i, one more than the blocks for the last norm and the projection.</summary>
    private int LayerInTower(string parameterName)
    {
        var name = IsOfImageTower(parameterName) ? parameterName.AsSpan(ImageTowerPrefix.Length) : parameterName;
        if (name.StartsWith(BlockPrefix, StringComparison.Ordinal))
        {
            var rest = name[BlockPrefix.Length..];
            return int.Parse(rest[..rest.IndexOf('.')]) + 1;
        }
        return name is "proj" or "text_projection" || name.StartsWith("ln_post", StringComparison.Ordinal) || name.StartsWith("ln_final", StringComparison.Ordinal)
            ? Layers(parameterName) + 1 : 0;
    }
}
