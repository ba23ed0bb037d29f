using Microsoft.ML.VisionTransformers.Scoring;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Vectors of images, or of texts, from one of CLIP's towers.</summary>
/// <param name="clip">Given up when this is disposed.</param>
/// <param name="normalize">Whether vectors get length 1.</param>
/// <param name="ofImages">Which tower.</param>
internal sealed class ClipEmbeddingScorer(Lease<ClipModel> clip, bool normalize, bool ofImages) : BatchScorer<ClipModel>(clip, clip.Value.Device)
{
    public bool Normalize => normalize;

    public override int ValuesPerRow => Lease.Value.EmbeddingDim;

    public override int ValuesPerInput => ofImages ? Lease.Value.Preprocessing.ValuesPerImage : Lease.Value.Tokenizer.Options.ContextLength;

    protected override long[] InputShape => ofImages ? Lease.Value.InputShape : [ValuesPerInput];

    protected override Tensor Run(ClipModel model, Tensor batch) =>
        ofImages ? model.EmbedImages(batch, normalize) : model.EmbedTexts(batch.to(ScalarType.Int64), normalize);
}
