namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>A row of an image folder.</summary>
internal sealed class LabelledImage
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";
}
