using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// First values of weights. Each draws from the generator it is given, so a network is the same for the same seed; where a checkpoint is
/// about to bring the values, <see cref="DeferredInitialization"/> puts the drawing off.
/// </summary>
internal static class Initialization
{
    /// <summary>A linear layer with torch's first values (He et al., 2015, with a = sqrt 5), unless those are put off.</summary>
    public static Linear Linear(long inputs, long outputs, bool bias = true)
    {
        if (!DeferredInitialization.IsUnderWay)
            return nn.Linear(inputs, outputs, bias);

        // Built as intended, the layer would draw at once.
        var layer = nn.Linear(1, 1, bias);
        layer.weight = new Parameter(empty(outputs, inputs));
        DrawLater(layer.weight);
        if (bias)
        {
            layer.bias = new Parameter(empty(outputs));
            DrawLater(layer.bias);
        }
        return layer;

        void DrawLater(Tensor weight) => DeferredInitialization.Defers(weight, generator => Uniform(weight, 1 / Math.Sqrt(inputs), generator));
    }

    /// <summary>
    /// A normal distribution by the inverse of its distribution function, cut at -2 and 2 whatever its width, as timm's
    /// <c>trunc_normal_</c> does. (TorchSharp's <c>init.trunc_normal_</c> fills a constant.)
    /// </summary>
    public static void TruncatedNormal(Tensor weight, double std, Generator generator)
    {
        if (DeferredInitialization.Defers(weight, later => TruncatedNormal(weight, std, later)))
            return;

        // The largest float below 1: at exactly +-1 the inverse is infinite, and would be cut to +-2, a hundred sigma out.
        const double edge = 1 - 1.0 / (1 << 24);
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        weight.uniform_(-1, 1, generator).clamp_(-edge, edge).erfinv_().mul_(std * Math.Sqrt(2)).clamp_(-2, 2);
    }

    /// <summary>A uniform distribution of variance 2 / (fan-in + fan-out) around 0 (Glorot and Bengio, 2010).</summary>
    public static void XavierUniform(Tensor weight, long fanIn, long fanOut, Generator generator)
        => Uniform(weight, Math.Sqrt(6.0 / (fanIn + fanOut)), generator);

    /// <summary>
    /// First values of a linear layer of a transformer, whose width follows the layer's (google-research/vision_transformer): Xavier-uniform,
    /// with queries, keys and values as the three matrices that they are. Narrow networks learn much slower from one width of 0.02 for all.
    /// </summary>
    /// <param name="weight"><c>[outputs, inputs]</c>.</param>
    /// <param name="name">Its name in the network; <c>qkv.weight</c> at the end says what it is.</param>
    /// <param name="generator">Where the numbers come from.</param>
    public static void Projection(Tensor weight, string name, Generator generator)
    {
        var (outputs, inputs) = (weight.shape[0], weight.shape[1]);
        XavierUniform(weight, inputs, name.EndsWith("qkv.weight", StringComparison.Ordinal) ? outputs / 3 : outputs, generator);
    }

    /// <summary>A uniform distribution between -<paramref name="bound"/> and <paramref name="bound"/>.</summary>
    public static void Uniform(Tensor weight, double bound, Generator generator)
    {
        if (DeferredInitialization.Defers(weight, later => Uniform(weight, bound, later)))
            return;
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        weight.uniform_(-bound, bound, generator);
    }

    public static void Normal(Tensor weight, double std, Generator generator)
    {
        if (DeferredInitialization.Defers(weight, later => Normal(weight, std, later)))
            return;
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        weight.normal_(0, std, generator);
    }

    public static void Constant(Tensor weight, double value)
    {
        if (DeferredInitialization.Defers(weight, _ => Constant(weight, value)))
            return;
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        weight.fill_(value);
    }

    public static void Zero(Tensor? weight)
    {
        if (weight is null || DeferredInitialization.Defers(weight, _ => Zero(weight)))
            return;
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        weight.zero_();
    }
}
