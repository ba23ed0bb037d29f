namespace TorchSharp;

/// <summary>How a convolution pads when it is not told numbers.</summary>
public enum Padding
{
    Valid = 0,
    Same = 1
}
