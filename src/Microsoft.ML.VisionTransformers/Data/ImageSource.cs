using System.Runtime.InteropServices;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>Where an image of a data set comes from: a file, its encoded bytes, or pixels.</summary>
internal abstract class ImageSource
{
    /// <summary>What log lines and exceptions call it.</summary>
    public abstract string Name { get; }

    /// <summary>What tells it from others when a training goes on: of a file its name, since folders may have moved, else what is in it.</summary>
    public abstract ReadOnlySpan<byte> Identity { get; }

    /// <summary>Decodes it, and puts it on the background that the settings name; safe to call from several threads.</summary>
    /// <param name="settings">What it is decoded for.</param>
    /// <param name="inFull">Whether all pixels are wanted, even where the settings are content with a fraction of its size.</param>
    public RgbImage Read(ImagePreprocessing settings, bool inFull = false)
    {
        var image = Decode(inFull ? null : settings);
        var (width, height) = settings.ResizedSize(image.FullSize.Width, image.FullSize.Height);
        if ((long)width * height > ImageDecoder.MaxPixels && !inFull)
        {
            throw new ImageFormatException(Name, $"its {image.FullSize.Width} x {image.FullSize.Height} pixels, resized, would be {width} x {height}, "
                + $"more than the {ImageDecoder.MaxPixels:N0} pixels that are accepted. {nameof(ResizeMode)}.{nameof(ResizeMode.Square)} takes any aspect ratio.");
        }
        return settings.Background is { } background ? image.On(background) : image;
    }

    /// <param name="settings">What it is decoded for, where a fraction of its size may do; null: in full.</param>
    private protected abstract RgbImage Decode(ImagePreprocessing? settings);

    public static ImageSource FromPath(string path) => new PathSource(path);

    /// <param name="bytes">The encoded image; kept, not copied.</param>
    /// <param name="name">What to call it, "row 17" for instance.</param>
    public static ImageSource FromBytes(byte[] bytes, string name) => new BytesSource(bytes, name);

    public static ImageSource FromImage(RgbImage image, string name = "image") => new PixelSource(image, name);

    private sealed class PathSource(string path) : ImageSource
    {
        public override string Name => path;

        public override ReadOnlySpan<byte> Identity => MemoryMarshal.AsBytes(Path.GetFileName(path.AsSpan()));

        private protected override RgbImage Decode(ImagePreprocessing? settings) => ImageDecoder.Decode(path, settings);
    }

    private sealed class BytesSource(byte[] bytes, string name) : ImageSource
    {
        public override string Name => name;

        public override ReadOnlySpan<byte> Identity => bytes;

        private protected override RgbImage Decode(ImagePreprocessing? settings) => ImageDecoder.Decode(bytes, name, settings);
    }

    private sealed class PixelSource(RgbImage image, string name) : ImageSource
    {
        public override string Name => name;

        public override ReadOnlySpan<byte> Identity => image.Pixels;

        private protected override RgbImage Decode(ImagePreprocessing? settings) => image;
    }
}
