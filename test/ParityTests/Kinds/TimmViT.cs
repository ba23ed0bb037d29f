using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;

namespace ParityTests.Kinds;

/// <summary>timm's VisionTransformer: every option that published weights use.</summary>
internal sealed class TimmViT : IFixtureKind
{
    public bool Runs(string family) => family == "vit/timm";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var network = ViTComparison.Build(fixture);
        var images = fixture.Load("input/pixel_values");
        var seen = ViTComparison.Watch(network, () => ViTComparison.LogitsLossAndGradients(fixture, comparison, network, ViTKeyMaps.Timm));
        foreach (var (name, output) in seen)
        {
            if (fixture.Has("intermediate/" + name))
                comparison.Check("intermediate/" + name, output);
        }
        if (fixture.Has("intermediate/after_pos_embed"))
        {
            var patch = ((ViTConfiguration)network.Configuration).PatchSize;
            var grid = new PatchGrid((int)images.shape[2] / patch, (int)images.shape[3] / patch);
            comparison.Check("intermediate/after_pos_embed", network.EmbedPositions(seen["patch_embed"], grid));
        }
        if (fixture.Has("output/features"))
            comparison.Check("output/features", network.forward_features(images));
    }
}
