using Microsoft.ML.VisionTransformers.ViT;

namespace ParityTests.Kinds;

/// <summary>torchvision's VisionTransformer.</summary>
internal sealed class TorchvisionViT : IFixtureKind
{
    public bool Runs(string family) => family == "vit/torchvision";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var network = ViTComparison.Build(fixture);
        var seen = ViTComparison.Watch(network,
            () => ViTComparison.LogitsLossAndGradients(fixture, comparison, network, ViTKeyMaps.Torchvision));
        if (fixture.Has("intermediate/conv_proj"))
        {
            var map = fixture.Shape("intermediate/conv_proj");                              // [B, D, R, C]
            comparison.Check("intermediate/conv_proj", seen["patch_embed"].transpose(1, 2).reshape([.. map]));
        }
        if (fixture.Has("intermediate/encoder"))
            comparison.Check("intermediate/encoder", seen["norm"]);
        for (var block = 0; block < network.Blocks.Count; block++)
        {
            if (fixture.Has($"intermediate/encoder.layers.encoder_layer_{block}"))
                comparison.Check($"intermediate/encoder.layers.encoder_layer_{block}", seen[$"blocks.{block}"]);
        }
    }
}
