namespace Microsoft.ML.VisionTransformers.Weights.Export;

/// <summary>What people call the library that a naming is of.</summary>
internal static class LibraryName
{
    public static string Library(this WeightNaming naming) => naming switch
    {
        WeightNaming.Timm => "timm",
        WeightNaming.HuggingFace => "transformers",
        WeightNaming.Torchvision => "torchvision",
        _ => "VisionTransformers.ML",
    };
}
