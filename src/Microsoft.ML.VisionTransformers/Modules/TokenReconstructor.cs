using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// The end of a decoder that one target of several has to itself: blocks of its own behind those that all share, a norm and a projection. Shapes: R
/// rows, P prefix tokens, N patches, E channels of the decoder, V values of a patch's target.
/// </summary>
internal sealed class TokenReconstructor : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<TransformerBlock> blocks;
    private readonly TokenNorm norm;
    private readonly Linear pred;
    private readonly int _prefix;

    /// <param name="sizes">Of the decoder's blocks.</param>
    /// <param name="count">Blocks of its own.</param>
    /// <param name="values">V.</param>
    /// <param name="prefix">P.</param>
    public TokenReconstructor(TransformerBlockSizes sizes, int count, long values, int prefix) : base(nameof(TokenReconstructor))
    {
        blocks = new ModuleList<TransformerBlock>([.. Enumerable.Range(0, count).Select(_ => new TransformerBlock(sizes))]);
        norm = new TokenNorm(sizes.Dim, sizes.NormEps);
        pred = Initialization.Linear(sizes.Dim, values);
        _prefix = prefix;
        RegisterComponents();
    }

    /// <summary>Predicts the target of all patches: <c>[R, P + N, E]</c> to <c>[R, N, V]</c>.</summary>
    public override Tensor forward(Tensor shared)
    {
        using var scope = NewDisposeScope();
        var x = shared;
        foreach (var block in blocks)
            x = block.call(x);
        x = Autocast.Full(Autocast.Linear(pred, norm.call(x)));
        return (_prefix == 0 ? x : x.narrow(1, _prefix, x.shape[1] - _prefix)).MoveToOuterDisposeScope();
    }
}
