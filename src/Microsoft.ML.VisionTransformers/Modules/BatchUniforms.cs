using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Uniforms that the training loop seeds for each batch: so they depend on seed, epoch and batch alone, and a training that goes on in the
/// middle of an epoch draws what it would have drawn. The generator is its own, since whatever else the process does draws from torch's.
/// </summary>
internal sealed class BatchUniforms : IUniformSource, IDisposable
{
    private readonly Generator _generator = new();

    public void Seed(long seed) => _generator.manual_seed(seed);

    public Tensor Next(long count, Tensor like) => rand(count, generator: _generator).to(Autocast.Full(like.dtype), like.device);

    public void Dispose() => _generator.Dispose();
}
