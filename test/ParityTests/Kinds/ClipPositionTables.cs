using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Modules;

namespace ParityTests.Kinds;

/// <summary>Weights for one image size in a network for another: open_clip resamples the position table with antialiasing, others without.</summary>
internal static class ClipPositionTables
{
    public static void Run(Fixture fixture, Comparison comparison)
    {
        var (height, width) = fixture.Sidecar["new_image_size"] is JsonArray sides
            ? ((int)sides[0]!, (int)sides[1]!) : ((int)fixture.Sidecar["new_image_size"]!, (int)fixture.Sidecar["new_image_size"]!);
        foreach (var (kernel, name) in new[] { (PositionResampling.Antialias, "antialias"), (PositionResampling.Plain, "no_antialias") })
        {
            var (network, _) = ClipComparison.Build(fixture, found => found with { ImageHeight = height, ImageWidth = width, PositionResampling = kernel });
            comparison.Check($"output/positional_embedding_bicubic_{name}", network.state_dict()["visual.positional_embedding"]);
            if (kernel == PositionResampling.Antialias)
                comparison.Check("output/image_features", network.encode_image(fixture.Load("input/pixels")));
        }

        // The same without loading anew: the table of the weights' size is resampled on the fly.
        var (flexible, _) = ClipComparison.Build(fixture, found => found with { DynamicSize = true });
        comparison.Check("output/image_features", flexible.encode_image(fixture.Load("input/pixels")));
    }
}
