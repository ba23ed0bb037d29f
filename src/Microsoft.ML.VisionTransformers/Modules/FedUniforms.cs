using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>Uniforms that were drawn elsewhere, handed out in order: what a reference implementation used.</summary>
internal sealed class FedUniforms(IEnumerable<Tensor> draws) : IUniformSource
{
    private readonly Queue<Tensor> _draws = new(draws);

    public Tensor Next(long count, Tensor like)
    {
        if (!_draws.TryDequeue(out var draw))
            throw new InvalidOperationException("More random numbers were asked for than were fed.");
        if (draw.numel() != count)
            throw new InvalidOperationException($"{count} random numbers were asked for, and the next {draw.numel()} were fed together.");
        return draw.reshape(count).to(Autocast.Full(like.dtype), like.device);
    }
}
