using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Kernels;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// Merges square patches of a map into its next, coarser one, normalises each place over its channels and applies GELU: <c>[B, C, H, W]</c>
/// to <c>[B, D, H / p, W / p]</c>, with the channels last in memory, where norms and pixel-wise products want them.
/// </summary>
internal sealed class ConvPatchEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly PatchConvolution proj;
    private readonly TokenNorm norm;

    public ConvPatchEmbedding(long channels, int patch, long dim, double normEps) : base(nameof(ConvPatchEmbedding))
    {
        proj = new PatchConvolution(channels, patch, dim);
        norm = new TokenNorm(dim, normEps);
        RegisterComponents();
    }

    public override Tensor forward(Tensor map)
    {
        using var projected = proj.call(map);                    // [B, D, R, C']
        using var places = projected.permute(0, 2, 3, 1);        // [B, R, C', D]
        using var normed = norm.call(places);
        using var active = FusedGelu.Consume(normed);
        return active.permute(0, 3, 1, 2);                       // [B, D, R, C']
    }
}
