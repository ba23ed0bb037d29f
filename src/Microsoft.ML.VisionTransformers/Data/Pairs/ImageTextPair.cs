namespace Microsoft.ML.VisionTransformers.Data.Pairs;

/// <summary>An image and a text about it.</summary>
internal sealed class ImageTextPair
{
    public string ImagePath { get; set; } = "";

    public string Text { get; set; } = "";
}
