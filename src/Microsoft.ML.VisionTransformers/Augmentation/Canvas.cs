using Microsoft.ML.VisionTransformers.Augmentation.Operations;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>How operations that move pixels take values between them, and what they put where there is no picture.</summary>
/// <param name="Interpolation">Null: bilinear or bicubic at random, a new choice each time, as in timm.</param>
/// <param name="Fill">The colour beyond the border.</param>
internal sealed record Canvas(Interpolation? Interpolation, Rgb Fill)
{
    /// <summary>Nearest, bilinear or bicubic. The kernels that resizing knows beside these can't take values at points.</summary>
    public Interpolation Choose(ref SeededRandom random) => Interpolation switch
    {
        null => random.Below(2) == 0 ? Images.Interpolation.Bilinear : Images.Interpolation.Bicubic,
        Images.Interpolation.Nearest or Images.Interpolation.Bilinear => Interpolation.Value,
        Images.Interpolation.Box or Images.Interpolation.Hamming => Images.Interpolation.Bilinear,
        _ => Images.Interpolation.Bicubic,
    };
}
