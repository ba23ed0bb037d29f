using Microsoft.ML.VisionTransformers.Scoring;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>Embeds the image and the text of a row, and says how alike they are: E values, E values, and their cosine.</summary>
/// <param name="clip">Given up when this is disposed.</param>
internal sealed class PairScorer(Lease<ClipModel> clip) : BatchScorer<ClipModel>(clip, clip.Value.Device)
{
    private readonly int _pixels = clip.Value.Preprocessing.ValuesPerImage;
    private readonly int _tokens = clip.Value.Network.Configuration.ContextLength;

    public override int ValuesPerRow => 2 * Lease.Value.EmbeddingDim + 1;

    public override int ValuesPerInput => _pixels + _tokens;

    protected override long[] InputShape => [ValuesPerInput];

    protected override Tensor Run(ClipModel model, Tensor batch)
    {
        var images = batch.narrow(1, 0, _pixels).reshape(-1, model.Preprocessing.Channels, model.Preprocessing.Height, model.Preprocessing.Width);
        var tokens = batch.narrow(1, _pixels, _tokens).to(ScalarType.Int64);
        var (image, text) = (model.EmbedImages(images, normalize: true), model.EmbedTexts(tokens, normalize: true)); // [B, E] each
        return cat([image, text, (image * text).sum(1, keepdim: true)], 1);                                          // [B, 2E + 1]
    }
}
