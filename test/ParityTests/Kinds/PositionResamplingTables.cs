using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Modules;

namespace ParityTests.Kinds;

/// <summary>Position tables brought to other grids by both published kernels.</summary>
internal sealed class PositionResamplingTables : IFixtureKind
{
    public bool Runs(string family) => family == "vit/pos-embed-resample";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var table = fixture.Load("input/pos_embed");
        var prefix = (int)fixture.Config["num_prefix_tokens"]!;
        var from = Grid(fixture.Config["old_grid"]!);
        foreach (var node in fixture.Config["new_grids"]!.AsArray())
        {
            var to = Grid(node!);
            comparison.Check($"output/antialias_{to}", PositionEmbedding.Resample(table, prefix, from, to, PositionResampling.Antialias));
            comparison.Check($"output/plain_{to}", PositionEmbedding.Resample(table, prefix, from, to, PositionResampling.Plain));
        }
    }

    private static PatchGrid Grid(JsonNode node) => new((int)node[0]!, (int)node[1]!);
}
