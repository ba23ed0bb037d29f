using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>What the transformer of one tower is built from; a causal one lets a token see only those before it.</summary>
internal sealed record ClipTowerSizes(int Width, int Layers, int Heads, int MlpDim, Activation Activation, double NormEps, bool Causal)
{
    public long CountParameters()
    {
        long width = Width, hidden = MlpDim;
        var norms = 4 * width;
        var attention = 3 * width * (width + 1) + width * (width + 1);
        var mlp = 2 * width * hidden + hidden + width;
        return Layers * (norms + attention + mlp);
    }
}
