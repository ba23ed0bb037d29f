using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Mixed precision: while a thread is in a scope of a shorter element type, the products in our building blocks are of that type. Weights are cast at each
/// use and stay 32 bits themselves, so gradients arrive in 32 bits too. Between two products a tensor stays short; norms, softmax, sums
/// with a block's input and all that is no building block get 32 bits, as torch.autocast has it, which TorchSharp lacks. Heads, which are small and
/// feed the loss, are computed in 32 bits.
/// </summary>
internal static class Autocast
{
    // A backward pass may run on other threads: who computes there again brings the type along (BlockRun).
    [ThreadStatic]
    private static ScalarType? s_type;

    /// <summary>The element type of products on this thread; null: that of their inputs.</summary>
    public static ScalarType? Type => s_type;

    /// <summary>Sets <see cref="Type"/> until disposed of, on the same thread.</summary>
    public static IDisposable To(ScalarType? type) => new Scope(type);

    /// <summary>A linear layer on the last dimension.</summary>
    public static Tensor Linear(Linear layer, Tensor x) => Linear(x, layer.weight!, layer.bias);

    /// <summary>The same of a layer that stands by itself: called as a module, so that who listens to it hears of it.</summary>
    public static Tensor Call(Linear layer, Tensor x) => s_type is null ? layer.call(x) : Linear(layer, x);

    /// <inheritdoc cref="Linear(TorchSharp.Modules.Linear, Tensor)"/>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        if (s_type is null)
            return FusedLinear.Apply(x, weight, bias);
        using var scope = NewDisposeScope();
        return F.linear(Short(x), Short(weight), bias is null ? null! : Short(bias)).MoveToOuterDisposeScope();
    }

    /// <summary>Matrix products one by one: <c>[B, N, K]</c> and <c>[B, K, M]</c> to <c>[B, N, M]</c>.</summary>
    public static Tensor Products(Tensor left, Tensor right)
    {
        if (s_type is null)
            return left.bmm(right);
        using var scope = NewDisposeScope();
        return Short(left).bmm(Short(right)).MoveToOuterDisposeScope();
    }

    /// <summary>A norm, in 32 bits whatever it is given.</summary>
    public static Tensor Norm(TokenNorm norm, Tensor x)
    {
        if (!IsShort(x.dtype))
            return norm.call(x);
        using var full = x.to(ScalarType.Float32);
        return norm.call(full);
    }

    /// <summary>The tensor itself, or a copy of <see cref="Type"/>. Inside a dispose scope.</summary>
    public static Tensor Short(Tensor x) => s_type is not { } type || x.dtype == type ? x : x.to(type);

    /// <summary>The tensor itself, or a copy of 32 bits. Inside a dispose scope.</summary>
    public static Tensor Full(Tensor x) => IsShort(x.dtype) ? x.to(ScalarType.Float32) : x;

    /// <summary>The element type of what is computed beside products of a type.</summary>
    public static ScalarType Full(ScalarType type) => IsShort(type) ? ScalarType.Float32 : type;

    private static bool IsShort(ScalarType type) => type is ScalarType.BFloat16 or ScalarType.Float16;

    private sealed class Scope : IDisposable
    {
        private readonly ScalarType? _before = s_type;

        public Scope(ScalarType? type) => s_type = type;

        public void Dispose() => s_type = _before;
    }
}
