using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>Uniforms from a seed. Drawn on the host, so that a CPU and a GPU run of the same seed drop the same samples.</summary>
internal sealed class SeededUniforms(long seed) : IUniformSource
{
    private readonly Random _random = new(HashCode32(seed));

    public Tensor Next(long count, Tensor like)
    {
        var draws = new float[count];
        for (var i = 0; i < draws.Length; i++)
            draws[i] = _random.NextSingle();
        return tensor(draws).to(Autocast.Full(like.dtype), like.device);
    }

    /// <summary>Both halves of a 64-bit seed, the same in every process (unlike <see cref="HashCode"/>).</summary>
    private static int HashCode32(long value) => unchecked((int)value ^ (int)(value >> 32) * 0x5bd1e995);
}
