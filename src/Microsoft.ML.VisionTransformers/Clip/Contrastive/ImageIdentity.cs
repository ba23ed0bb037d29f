using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>What the images of a column are told apart by, so that several rows can be about one: paths by themselves, others by what they hold.</summary>
internal static class ImageIdentity
{
    /// <param name="source">The image.</param>
    /// <param name="column">The type of its column, as <see cref="ImageColumn"/> takes them.</param>
    /// <param name="preprocessing">What images are read for.</param>
    public static string Of(ImageSource source, DataViewType column, ImagePreprocessing preprocessing) => column switch
    {
        TextDataViewType => source.Name,
        ImageDataViewType => OfPixels(source.Read(preprocessing, inFull: true)), // decoded already
        _ => Convert.ToHexString(SHA256.HashData(source.Identity)),
    };

    private static string OfPixels(RgbImage image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>([image.Width, image.Height]));
        hash.AppendData(image.Pixels);
        hash.AppendData(image.Alpha ?? []);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
