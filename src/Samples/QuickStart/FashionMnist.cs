using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

/// <summary>Fashion-MNIST (Xiao, Rasul, Vollgraf 2017): 60,000 + 10,000 grey photographs of clothing, 28 x 28 pixels, in ten classes.</summary>
internal static class FashionMnist
{
    private const int Side = 28;

    private static readonly string[] _classes =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>A row of the data view.</summary>
    public sealed class Photograph
    {
        [ImageType(Side, Side)]
        public MLImage? Image { get; set; }

        public string Label { get; set; } = "";
    }

    /// <summary>The images of one part, "train" or "t10k", of the set in its published IDX files.</summary>
    public static IDataView Load(MLContext mlContext, string folder, string part)
    {
        var pixels = Read(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"), headerSize: 16);
        var labels = Read(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"), headerSize: 8);
        return mlContext.Data.LoadFromEnumerable(Rows(pixels, labels));
    }

    /// <summary>The bytes behind the header; its second number says how many items the file holds.</summary>
    private static byte[] Read(string path, int headerSize)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        var bytes = content.ToArray();
        var count = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4));
        if ((bytes.Length - headerSize) % count != 0)
            throw new InvalidDataException($"{path} is not a whole IDX file: {count} items in {bytes.Length} bytes.");
        return bytes[headerSize..];
    }

    private static IEnumerable<Photograph> Rows(byte[] pixels, byte[] labels)
    {
        for (var i = 0; i < labels.Length; i++)
            yield return new Photograph { Image = Grey(pixels.AsSpan(i * Side * Side, Side * Side)), Label = _classes[labels[i]] };
    }

    private static MLImage Grey(ReadOnlySpan<byte> pixels)
    {
        Span<byte> rgba = stackalloc byte[Side * Side * 4];
        for (var i = 0; i < pixels.Length; i++)
        {
            rgba[4 * i] = rgba[4 * i + 1] = rgba[4 * i + 2] = pixels[i];
            rgba[4 * i + 3] = byte.MaxValue;
        }
        return MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Rgba32, rgba);
    }
}
