using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>What another source hands out, and a record of it, in order: <see cref="FedUniforms"/> hands that out again.</summary>
/// <param name="source">Where the numbers come from.</param>
/// <param name="record">Added to.</param>
/// <param name="scope">What the record dies with.</param>
internal sealed class RecordedUniforms(IUniformSource source, List<Tensor> record, DisposeScope scope) : IUniformSource
{
    public Tensor Next(long count, Tensor like)
    {
        var draw = source.Next(count, like);
        record.Add(draw.alias().MoveToOtherDisposeScope(scope)); // the caller disposes of the draw itself
        return draw;
    }
}
