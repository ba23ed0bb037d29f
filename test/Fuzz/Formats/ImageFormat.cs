using Microsoft.ML.VisionTransformers.Images;

namespace Fuzz.Formats;

/// <summary>An encoded image.</summary>
internal sealed class ImageFormat(string name, params byte[][] seeds) : FuzzFormat
{
    public override string Name => name;

    public override IReadOnlyList<byte[]> Seeds => seeds;

    // A decoder makes room for the pixels that an image claims, up to where it refuses them.
    public override long MaxMemory => 8 * ImageDecoder.MaxPixels;

    public override void Read(byte[] file, string folder) => ImageDecoder.Decode(file);

    public override bool IsRefusal(Exception error) => error is ImageFormatException;
}
