using System.Collections.ObjectModel;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Pretraining.Mixture;

/// <summary>An encoder whose tokens are to be reconstructed. It learns nothing from that.</summary>
internal interface ITokenSource : IDisposable
{
    /// <summary>Channels of a token.</summary>
    int Width { get; }

    /// <summary>The tokens of all patches, in their order: <c>[B, C, H, W]</c>, as the trained network gets them, to <c>[B, N, Width]</c>. Without a gradient.</summary>
    Tensor Tokens(Tensor images);

    /// <summary>What changes while it is used, by name; see <see cref="Objectives.IObjective.State"/>.</summary>
    IReadOnlyDictionary<string, Tensor> State => ReadOnlyDictionary<string, Tensor>.Empty;

    /// <summary>Follows a step of the optimizer, counted from 1.</summary>
    void AfterStep(long step)
    {
    }
}
