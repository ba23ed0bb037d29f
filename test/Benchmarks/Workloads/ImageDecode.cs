using Microsoft.ML.VisionTransformers.Images;

namespace Benchmarks.Workloads;

/// <summary>A photograph from its file to a normalised tensor of 224 x 224 pixels, on one thread.</summary>
internal static class ImageDecode
{
    /// <param name="path">The photograph.</param>
    /// <param name="scaled">Whether the decoder may leave out what the resize throws away.</param>
    public static Action Prepare(string path, bool scaled = false)
    {
        var preprocessing = ImagePreprocessing.ResizeThenCrop(224, 256) with { ScaledDecoding = scaled };
        var values = new float[preprocessing.ValuesPerImage];
        return () => preprocessing.Apply(ImageDecoder.Decode(path, preprocessing), values);
    }
}
