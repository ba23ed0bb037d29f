using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.SwinV2;

/// <summary>Swin V2 for other libraries.</summary>
internal static class SwinV2Exports
{
    public static WeightExport Create(SwinV2Configuration c, WeightNaming naming) => naming switch
    {
        WeightNaming.Timm => Timm(c),
        WeightNaming.HuggingFace => HuggingFace(c),
        _ => Torchvision(c),
    };

    private static WeightExport Timm(SwinV2Configuration c)
    {
        var config = ShiftedWindowExports.TimmConfig(c, "swinv2_tiny_window8_256");
        config["model_args"]!["pretrained_window_sizes"] = ShiftedWindowExports.Numbers(PretrainedWindows(c));
        return new WeightExport(SwinV2KeyMaps.Timm)
        {
            Notes = ShiftedWindowExports.Limits(c, "timm", WindowConvention.Timm)
                .Prefer(c.NormEps == 1e-5, $"timm's layer norms add 1e-5 where this network's add {c.NormEps:0.###e+0}.").Check(),
            Config = config,
        };
    }

    private static WeightExport HuggingFace(SwinV2Configuration c)
    {
        var config = ShiftedWindowExports.HuggingFaceConfig(c, "swinv2", "Swinv2");
        config["pretrained_window_sizes"] = ShiftedWindowExports.Numbers(PretrainedWindows(c));
        return new WeightExport(c.NumClasses > 0 ? SwinV2KeyMaps.HuggingFace : SwinV2KeyMaps.HuggingFace with { Prefixes = [""] })
        {
            Notes = ShiftedWindowExports.Limits(c, "transformers' Swinv2", WindowConvention.HuggingFace).Check(),
            Config = config,
        };
    }

    private static WeightExport Torchvision(SwinV2Configuration c)
    {
        var notes = ShiftedWindowExports.Limits(c, "torchvision's SwinTransformer", WindowConvention.Torchvision).ForTorchvision(c)
            .Need(Enumerable.Range(0, c.Depths.Count).All(stage => c.TrainedWindow(stage, c.WindowsOf(stage)) == c.WindowsOf(stage).Window),
                "it measures positions by the window that it has, not by one of earlier training")
            .Check();
        Dictionary<string, Tensor> buffers = [];
        foreach (var (stage, block, window) in ShiftedWindowExports.Blocks(c))
        {
            var attention = $"features.{2 * stage + 1}.{block}.attn";
            buffers[$"{attention}.relative_position_index"] = RelativePositions.Index(window, window);
            buffers[$"{attention}.relative_coords_table"] = RelativePositions.LogOffsets(window, window).view(1, 2 * window.Rows - 1, 2 * window.Columns - 1, 2);
        }
        return new WeightExport(SwinV2KeyMaps.Torchvision) { Notes = notes, Metadata = ShiftedWindowExports.TorchvisionMetadata(c, "V2"), Buffers = buffers };
    }

    private static IEnumerable<int> PretrainedWindows(SwinV2Configuration c)
        => c.PretrainedWindowSizes.Count > 0 ? c.PretrainedWindowSizes : Enumerable.Repeat(0, c.Depths.Count);
}
