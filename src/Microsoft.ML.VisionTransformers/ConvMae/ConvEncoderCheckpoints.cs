using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>What the checkpoints of all networks on ConvMAE's encoder have in common.</summary>
internal abstract class ConvEncoderCheckpoints : CheckpointFamily
{
    private protected abstract ConvEncoderSizes EncoderOf(VisionConfiguration network);

    public override IEnumerable<string> Conflicts(VisionConfiguration network, CheckpointConfig config)
    {
        if (ConvMaeShapes.Heads(config) is { } heads && heads != EncoderOf(network).Heads)
            yield return $"attention heads: {heads} in the checkpoint's configuration, {EncoderOf(network).Heads} in the network";
    }

    private protected override bool SameSizes(VisionConfiguration asked, VisionConfiguration found)
    {
        return Sizes(EncoderOf(asked)).SequenceEqual(Sizes(EncoderOf(found)));

        static int[] Sizes(ConvEncoderSizes c) =>
        [
            c.Stage1.PatchSize, c.Stage1.Dim, c.Stage1.Depth, c.Stage1.MlpDim, c.Stage2.PatchSize, c.Stage2.Dim, c.Stage2.Depth, c.Stage2.MlpDim,
            c.PatchSize, c.Dim, c.Depth, c.MlpDim,
        ];
    }

    /// <summary>As the authors evaluate: an eighth of the side is cropped away, of images above 224 pixels nothing.</summary>
    public override ImagePreprocessing Preprocessing(VisionConfiguration configuration)
    {
        var side = Math.Max(configuration.ImageHeight, configuration.ImageWidth);
        var colour = configuration.Channels == 3;
        return new ImagePreprocessing
        {
            Height = configuration.ImageHeight,
            Width = configuration.ImageWidth,
            Channels = configuration.Channels,
            Resize = side <= 224 ? side * 256 / 224 : side,
            Mean = colour ? ImagePreprocessing.ImageNetMean : [0.5f],
            Std = colour ? ImagePreprocessing.ImageNetStd : [0.5f],
        };
    }
}
