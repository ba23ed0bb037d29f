using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Halves a map: each 2 x 2 patches become one of twice the channels. Swin V1 normalises the four before the projection, V2 its result.
/// A map of odd sides is padded with zeros at the bottom and right.
/// </summary>
internal sealed class PatchMerging : nn.Module<Tensor, Tensor>
{
    private readonly Linear reduction;
    private readonly TokenNorm norm;
    private readonly bool _normFirst;

    public PatchMerging(long dim, bool normFirst, double normEps) : base(nameof(PatchMerging))
    {
        reduction = Initialization.Linear(4 * dim, 2 * dim, bias: false);
        norm = new TokenNorm(normFirst ? 4 * dim : 2 * dim, normEps);
        _normFirst = normFirst;
        RegisterComponents();
    }

    public override Tensor forward(Tensor map)                                               // [B, H, W, C]
    {
        using var scope = NewDisposeScope();
        var (batch, rows, columns, dim) = (map.shape[0], map.shape[1], map.shape[2], map.shape[3]);
        if (rows % 2 + columns % 2 > 0)
            map = F.pad(map, [0, 0, 0, columns % 2, 0, rows % 2]);
        (rows, columns) = ((rows + 1) / 2, (columns + 1) / 2);
        var four = map.view(batch, rows, 2, columns, 2, dim)
            .permute(0, 1, 3, 4, 2, 5)                                                       // the lower patch before the right one
            .reshape(batch, rows, columns, 4 * dim);                                         // [B, H/2, W/2, 4C]
        var merged = Autocast.Full(Autocast.Linear(reduction, _normFirst ? norm.call(four) : four));
        if (!_normFirst)
            merged = norm.call(merged);
        return merged.MoveToOuterDisposeScope();                                             // [B, H/2, W/2, 2C]
    }
}
