using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Weights.Preprocessing;

/// <summary>
/// What one of transformers' image processors does where its file says nothing, and how it reads a <c>size</c> of one number; with the same
/// values in 4.27 and 4.57.
/// </summary>
/// <param name="Size">Pixels of the resize.</param>
/// <param name="ShortestEdge">Whether one number is the shorter side instead of both.</param>
/// <param name="Crop">Pixels of the centre crop; null when it has none.</param>
/// <param name="Interpolation">The kernel.</param>
/// <param name="Mean">Channel means.</param>
/// <param name="Std">Channel deviations.</param>
internal sealed record ImageProcessorKind(
    int Size, bool ShortestEdge, int? Crop, Interpolation Interpolation, IReadOnlyList<float> Mean, IReadOnlyList<float> Std)
{
    private static readonly ImageProcessorKind s_vit = new(224, false, null, Interpolation.Bilinear, ImagePreprocessing.Half, ImagePreprocessing.Half);
    private static readonly ImageProcessorKind s_deit = new(256, false, 224, Interpolation.Bicubic, ImagePreprocessing.Half, ImagePreprocessing.Half);

    private static readonly (string Name, ImageProcessorKind Kind)[] s_known =
    [
        ("ConvNext", new(384, true, null, Interpolation.Bilinear, ImagePreprocessing.Half, ImagePreprocessing.Half)),
        ("CLIP", new(224, true, 224, Interpolation.Bicubic, ImagePreprocessing.ClipMean, ImagePreprocessing.ClipStd)),
        ("Bit", new(224, true, 224, Interpolation.Bicubic, ImagePreprocessing.ClipMean, ImagePreprocessing.ClipStd)),
        ("DeiT", s_deit),
        ("Beit", s_deit),
        ("Siglip", s_vit with { Interpolation = Interpolation.Bicubic }),
    ];

    /// <summary>By the processor's class name, or where the file has none by the kind of model; otherwise ViT's, which most models share.</summary>
    public static ImageProcessorKind Of(string? processor, string? model)
        => s_known.FirstOrDefault(known => (processor ?? model)?.Contains(known.Name, StringComparison.OrdinalIgnoreCase) == true).Kind ?? s_vit;

    /// <summary>Whether the processor crops to a share of the resized picture instead of to a size (ConvNeXt).</summary>
    public bool CropsByShare => this == s_known[0].Kind;
}
