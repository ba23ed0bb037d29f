namespace TorchSharp;

public static partial class torch
{
    /// <summary>How pixels between pixels come to their values.</summary>
    public enum InterpolationMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
        Area = 5
    }
}
