using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>The official masked pretraining of ConvMAE, and of FastConvMAE with its complementary masks.</summary>
internal sealed class ConvMaePretraining : IFixtureKind
{
    public bool Runs(string family) => family is "convmae/pretrain" or "fastconvmae/pretrain";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var network = Build(fixture);
        var encoder = ((ConvMaskedConfiguration)network.Configuration).Encoder;
        comparison.Require("eps", encoder.ConvNormEps == (double)fixture.Config["norm_eps_conv"]!
            && network.Configuration.NormEps == (double)fixture.Config["norm_eps_transformer"]!, "other epsilons here");
        var seen = MaskedComparison.Reconstruct(fixture, comparison, network, ConvMaeKeyMaps.Official, "output/pred");
        foreach (var (name, output) in seen.Where(pair => fixture.Has("intermediate/" + pair.Key)))
            comparison.Check("intermediate/" + name, output);
        Shuffle(fixture, comparison, network.Masks(fixture.Load("noise/noise")));
        if (fixture.Sidecar["step"] is JsonObject steps)
            MaskedComparison.Step(fixture, comparison, Build(fixture), steps);
    }

    /// <summary>What the masks keep, one after the other, is the start of the reference's shuffled order; in FastConvMAE all of it.</summary>
    private static void Shuffle(Fixture fixture, Comparison comparison, IReadOnlyList<PatchMask> masks)
    {
        var kept = cat([.. masks.Select(mask => mask.Keep)], 1);
        var expected = fixture.Load("noise/ids_shuffle").narrow(1, 0, kept.shape[1]);
        comparison.Check("noise/ids_shuffle", Comparison.Numbers(kept), Comparison.Numbers(expected), new Tolerance(0));
    }

    // Nothing in a file tells the two apart, so the fixture's family is the user's word.
    private static MaskedNetwork Build(Fixture fixture) => MaskedComparison.Build(fixture, fixture.Family == "fastconvmae/pretrain" ? Fast : null);

    private static VisionConfiguration Fast(VisionConfiguration found) => FastConvMaeConfiguration.Of((ConvMaeConfiguration)found);
}
