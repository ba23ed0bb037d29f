using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>Where an image of a data set comes from: a file, its encoded bytes, or pixels.</summary>
internal abstract class ImageSource
{
    /// <summary>What log lines and exceptions call it.</summary>
    public abstract string Name { get; }

    /// <summary>Decodes it; safe to call from several threads.</summary>
    /// <param name="settings">What it is decoded for, where a fraction of its size may do; null: in full.</param>
    public abstract RgbImage Read(ImagePreprocessing? settings = null);

    public static ImageSource FromPath(string path) => new PathSource(path);

    /// <param name="bytes">The encoded image; kept, not copied.</param>
    /// <param name="name">What to call it, "row 17" for instance.</param>
    public static ImageSource FromBytes(byte[] bytes, string name = "encoded image") => new BytesSource(bytes, name);

    public static ImageSource FromImage(RgbImage image, string name = "image") => new PixelSource(image, name);

    private sealed class PathSource(string path) : ImageSource
    {
        public override string Name => path;

        public override RgbImage Read(ImagePreprocessing? settings) => ImageDecoder.Decode(path, settings);
    }

    private sealed class BytesSource(byte[] bytes, string name) : ImageSource
    {
        public override string Name => name;

        public override RgbImage Read(ImagePreprocessing? settings) => ImageDecoder.Decode(bytes, name, settings);
    }

    private sealed class PixelSource(RgbImage image, string name) : ImageSource
    {
        public override string Name => name;

        public override RgbImage Read(ImagePreprocessing? settings) => image;
    }
}
