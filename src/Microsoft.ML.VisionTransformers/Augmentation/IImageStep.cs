using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>One random change of an 8-bit image on its way to the network. It leaves the image it is given as it is; others may hold it.</summary>
internal interface IImageStep
{
    /// <summary>A new image, or the same one where nothing is to be done.</summary>
    RgbImage Apply(RgbImage image, ref SeededRandom random);
}
