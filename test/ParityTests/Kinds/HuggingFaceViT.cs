using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>transformers' ViTForImageClassification and ViTModel.</summary>
internal sealed class HuggingFaceViT : IFixtureKind
{
    public bool Runs(string family) => family == "vit/hf";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var network = ViTComparison.Build(fixture);
        var images = fixture.Load("input/pixel_values");
        if (fixture.Has("output/pooler_output"))
        {
            comparison.Check("output/last_hidden_state", network.forward_features(images));
            comparison.Check("output/pooler_output", network.call(images));
            return;
        }
        var seen = ViTComparison.Watch(network,
            () => ViTComparison.LogitsLossAndGradients(fixture, comparison, network, ViTKeyMaps.HuggingFace));
        Intermediates(fixture, comparison, network, seen);
        if (fixture.Has("input/other_resolution"))
            OtherResolution(fixture, comparison);
    }

    private static void Intermediates(
        Fixture fixture, Comparison comparison, VisionTransformerNetwork network, Dictionary<string, Tensor> seen)
    {
        var configuration = (ViTConfiguration)network.Configuration;
        if (fixture.Has("intermediate/hidden_states.0"))
            comparison.Check("intermediate/hidden_states.0", network.EmbedPositions(seen["patch_embed"], configuration.Grid));
        for (var block = 0; block < network.Blocks.Count; block++)
        {
            if (fixture.Has($"intermediate/hidden_states.{block + 1}"))
                comparison.Check($"intermediate/hidden_states.{block + 1}", seen[$"blocks.{block}"]);
            if (fixture.Has($"intermediate/attentions.{block}"))
                comparison.Check($"intermediate/attentions.{block}", network.Blocks[block].Attention.Probabilities(seen[$"blocks.{block}.norm1"]));
        }
    }

    private static void OtherResolution(Fixture fixture, Comparison comparison)
    {
        var dynamic = ViTComparison.Build(fixture, configuration => configuration with { DynamicSize = true });
        var images = fixture.Load("input/other_resolution");
        comparison.Check("output/other_resolution_logits_current", dynamic.call(images));

        // Versions around 4.27 sampled at coordinates shifted by 0.1; nobody asks for that any more.
        comparison.LeaveOut("output/other_resolution_logits_v4_27");

        if (!fixture.Has("intermediate/other_resolution_pos_embed_current"))
            return;
        var configuration = (ViTConfiguration)dynamic.Configuration;
        var grid = new PatchGrid((int)images.shape[2] / configuration.PatchSize, (int)images.shape[3] / configuration.PatchSize);
        var table = fixture.LoadAll("weights/").First(pair => pair.Key.EndsWith("embeddings.position_embeddings", StringComparison.Ordinal)).Value;
        comparison.Check("intermediate/other_resolution_pos_embed_current",
            PositionEmbedding.Resample(table, 1, configuration.Grid, grid, PositionResampling.Plain));
    }
}
