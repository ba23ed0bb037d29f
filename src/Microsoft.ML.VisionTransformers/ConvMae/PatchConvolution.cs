using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// A convolution whose stride is its kernel: <c>[B, C, H, W]</c> to <c>[B, D, H / p, W / p]</c>. Patches don't overlap, so it is one matrix
/// product, and nothing leaks from one patch to another. The result has its channels last in memory.
/// </summary>
internal sealed class PatchConvolution : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;

    public PatchConvolution(long from, int patch, long to) : base(nameof(PatchConvolution))
    {
        weight = new Parameter(zeros(to, from, patch, patch));
        bias = new Parameter(zeros(to));
        RegisterComponents();
    }

    public override Tensor forward(Tensor map)
    {
        using var scope = NewDisposeScope();
        var (to, from, patch) = (weight.shape[0], weight.shape[1], weight.shape[2]);
        var (batch, rows, columns) = (map.shape[0], map.shape[2] / patch, map.shape[3] / patch);
        var patches = map.permute(0, 2, 3, 1)                                                     // [B, H, W, C]
            .reshape(batch, rows, patch, columns, patch, from)
            .permute(0, 1, 3, 2, 4, 5)                                                            // [B, R, C', p, p, C]
            .reshape(batch, rows, columns, patch * patch * from);                                 // [B, R, C', p*p*C]
        var kernel = weight.permute(0, 2, 3, 1).reshape(to, patch * patch * from);                // [D, p*p*C]
        return Autocast.Full(Autocast.Linear(patches, kernel, bias)).permute(0, 3, 1, 2).MoveToOuterDisposeScope(); // [B, D, R, C']
    }
}
