namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>A colour.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>The colour that normalisation makes 0: each channel's mean, of which there may be one for all.</summary>
    public static Rgb Mean(IReadOnlyList<float> means) => new(Level(means[0]), Level(means[1 % means.Count]), Level(means[2 % means.Count]));

    public void CopyTo(Span<byte> pixel) => (pixel[0], pixel[1], pixel[2]) = (Red, Green, Blue);

    private static byte Level(float mean) => (byte)Math.Clamp(Math.Round(255.0 * mean, MidpointRounding.ToEven), 0, 255);
}
