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
    /// <summary>A function that gives the identity of the image that was read from the row which <paramref name="row"/> is at.</summary>
    /// <param name="row">The rows.</param>
    /// <param name="column">Of images, as <see cref="ImageColumn"/> takes them.</param>
    /// <param name="preprocessing">What images are read for.</param>
    public static Func<ImageSource, string> Reader(DataViewRow row, DataViewSchema.Column column, ImagePreprocessing preprocessing) => column.Type switch
    {
        TextDataViewType => source => source.Name,
        ImageDataViewType => source => OfPixels(source.Read(preprocessing, inFull: true)), // decoded already
        _ => OfBytes(row, column),
    };

    private static Func<ImageSource, string> OfBytes(DataViewRow row, DataViewSchema.Column column)
    {
        var get = row.GetGetter<VBuffer<byte>>(column);
        VBuffer<byte> bytes = default;
        return _ =>
        {
            get(ref bytes);
            return Convert.ToHexString(SHA256.HashData(bytes.IsDense ? bytes.GetValues() : bytes.DenseValues().ToArray()));
        };
    }

    private static string OfPixels(RgbImage image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>([image.Width, image.Height]));
        hash.AppendData(image.Pixels);
        hash.AppendData(image.Alpha ?? []);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
