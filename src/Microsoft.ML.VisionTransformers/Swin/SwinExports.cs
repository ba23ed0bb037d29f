using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>Swin V1 for other libraries.</summary>
internal static class SwinExports
{
    public static WeightExport Create(SwinConfiguration c, WeightNaming naming) => naming switch
    {
        WeightNaming.Timm => new WeightExport(SwinKeyMaps.Timm)
        {
            Notes = Limits(c, "timm", WindowConvention.Timm)
                .Prefer(c.NormEps == 1e-5, $"timm's layer norms add 1e-5 where this network's add {c.NormEps:0.###e+0}.").Check(),
            Config = ShiftedWindowExports.TimmConfig(c, "swin_tiny_patch4_window7_224"),
        },
        WeightNaming.HuggingFace => new WeightExport(c.NumClasses > 0 ? SwinKeyMaps.HuggingFace : SwinKeyMaps.HuggingFace with { Prefixes = [""] })
        {
            Notes = Limits(c, "transformers' Swin", WindowConvention.HuggingFace).Check(),
            Config = ShiftedWindowExports.HuggingFaceConfig(c, "swin", "Swin"),
            Buffers = ShiftedWindowExports.Blocks(c).ToDictionary(
                place => $"{(c.NumClasses > 0 ? "swin." : "")}encoder.layers.{place.Stage}.blocks.{place.Block}.attention.self.relative_position_index",
                place => RelativePositions.Index(place.Window, place.Window).view(place.Window.Count, place.Window.Count)),
        },
        _ => new WeightExport(SwinKeyMaps.Torchvision)
        {
            Notes = Limits(c, "torchvision's SwinTransformer", WindowConvention.Torchvision).ForTorchvision(c).Check(),
            Metadata = ShiftedWindowExports.TorchvisionMetadata(c, ""),
            Buffers = ShiftedWindowExports.Blocks(c).ToDictionary(
                place => $"features.{2 * place.Stage + 1}.{place.Block}.attn.relative_position_index",
                place => RelativePositions.Index(place.Window, place.Window)),
        },
    };

    private static ExportLimits Limits(SwinConfiguration c, string library, WindowConvention convention)
        => ShiftedWindowExports.Limits(c, library, convention).Need(c.QkScale is null, "it multiplies products by one over the root of a head's width");
}
