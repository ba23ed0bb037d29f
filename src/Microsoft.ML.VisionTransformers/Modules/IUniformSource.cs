using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>Where stochastic depth and masks draw from, so that a run can be repeated and a fixture can feed its own numbers.</summary>
internal interface IUniformSource
{
    /// <summary>The next <paramref name="count"/> numbers in [0, 1), of the device of <paramref name="like"/> and its element type, but of 32 bits at least.</summary>
    Tensor Next(long count, Tensor like);

    /// <summary>Begins anew from a seed. Default nothing: what hands out given numbers goes on with them.</summary>
    void Seed(long seed)
    {
    }
}
