using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Uniforms from torch's own generator of the host, which the training loop seeds for each batch: so they depend on seed, epoch and batch
/// alone, and a training that goes on in the middle of an epoch draws what it would have drawn.
/// </summary>
internal sealed class TorchUniforms : IUniformSource
{
    public Tensor Next(long count, Tensor like) => rand(count).to(Autocast.Full(like.dtype), like.device);
}
