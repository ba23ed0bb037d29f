using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>The image of a row that has none: an empty path, no bytes, or null. It fails when it is read, as a damaged file does.</summary>
internal sealed class MissingImage(string reason, string name) : ImageSource
{
    public override string Name => name;

    public override ReadOnlySpan<byte> Identity => default;

    private protected override RgbImage Decode(ImagePreprocessing? settings) => throw new ImageFormatException(Name, reason);
}
