namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>A file is not an image, is cut off, is of an unknown format, or claims to be larger than what is accepted. The message names it and says why.</summary>
public sealed class ImageFormatException : FormatException
{
    /// <summary>An exception for one image.</summary>
    /// <param name="imageName">Path of the image, or another name its owner knows it by.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="innerException">What the decoder threw, if it did.</param>
    public ImageFormatException(string imageName, string reason, Exception? innerException = null)
        : base($"The image '{imageName}' cannot be used: {reason}", innerException)
    {
        ImageName = imageName;
        Reason = reason;
    }

    /// <summary>Path of the image, or another name its owner knows it by.</summary>
    public string ImageName { get; }

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; }
}
