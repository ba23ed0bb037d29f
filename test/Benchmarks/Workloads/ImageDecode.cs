using Microsoft.ML.VisionTransformers.Images;

namespace Benchmarks.Workloads;

/// <summary>A photograph from its file to a normalised tensor of 224 x 224 pixels, on one thread.</summary>
internal static class ImageDecode
{
    public static Action Prepare(string path)
    {
        var preprocessing = ImagePreprocessing.ResizeThenCrop(224, 256);
        var values = new float[preprocessing.ValuesPerImage];
        return () => preprocessing.Apply(ImageDecoder.Decode(path), values);
    }
}
