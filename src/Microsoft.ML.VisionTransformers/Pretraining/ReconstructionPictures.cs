using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>
/// Draws every so many epochs what the network makes of a few images: <c>reconstruction-0010.png</c> has a column an image, and three rows: the
/// image, what is seen of it, and the same with what the network makes up. Always the same images and masks, so that the pictures compare.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="images">A batch of the images, in order and as they are.</param>
/// <param name="preprocessing">How they were prepared.</param>
/// <param name="options">The training's.</param>
internal sealed class ReconstructionPictures(MaskedNetwork network, IBatchSource images, ImagePreprocessing preprocessing, MaskedPretrainingOptions options)
    : IEpochEvaluation
{
    /// <summary>Images in a picture.</summary>
    public const int Count = 8;

    private const int MaskSeed = 0;

    /// <summary>Nothing is measured.</summary>
    public IReadOnlyList<string> Names => [];

    public IReadOnlyList<MetricValue> Evaluate(int epoch, CancellationToken cancellation)
    {
        if (epoch % options.PictureEpochs != 0 && epoch != options.MaxEpochs)
            return [];
        foreach (var batch in images.Read(0, 0, cancellation))
        {
            var objective = new MaskedPixelObjective(network, new SeededUniforms(MaskSeed));
            var pictures = MaskedPictures.Of(batch.Images, objective.Reconstruct(batch.Images, new SeededUniforms(MaskSeed)), network, preprocessing)
                .Take(batch.Count).ToList(); // those of the first mask
            ContactSheet.Save(
                [.. pictures.Select(picture => picture.Original), .. pictures.Select(picture => picture.Masked), .. pictures.Select(picture => picture.Completed)],
                [.. Captions("image"), .. Captions("seen"), .. Captions("made up")],
                Path.Combine(options.OutputFolder!, $"reconstruction-{epoch:0000}.png"), batch.Count);
            break;

            IEnumerable<string> Captions(string caption) => pictures.Select((_, i) => i == 0 ? caption : "");
        }
        return [];
    }
}
