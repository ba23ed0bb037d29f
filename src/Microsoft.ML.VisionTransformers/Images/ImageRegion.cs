namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>A rectangle of pixels; X and Y are its upper left corner.</summary>
internal readonly record struct ImageRegion(int X, int Y, int Width, int Height)
{
    public bool IsWithin(ImageRegion other) =>
        X >= other.X && Y >= other.Y && X + Width <= other.X + other.Width && Y + Height <= other.Y + other.Height;
}
