using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;

namespace ParityTests.Kinds;

/// <summary>facebookresearch/mae's and HuggingFace's masked pretraining on a plain vision transformer.</summary>
internal sealed class MaePretraining : IFixtureKind
{
    public bool Runs(string family) => family is "mae/pretrain" or "mae/hf";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var huggingFace = fixture.Family == "mae/hf";
        var network = MaskedComparison.Build(fixture);
        var prediction = huggingFace ? "output/logits" : "output/pred";
        var seen = MaskedComparison.Reconstruct(
            fixture, comparison, network, huggingFace ? MaeKeyMaps.HuggingFace : MaeKeyMaps.Official, prediction);
        foreach (var (name, output) in seen.Where(pair => fixture.Has("intermediate/" + pair.Key)))
            comparison.Check("intermediate/" + name, output);

        var configuration = network.Configuration;
        var images = fixture.Load("input/pixel_values");
        if (fixture.Has("target/pixels"))
            comparison.Check("target/pixels", MaskedPixelLoss.Target(images, configuration.MaskPatch, configuration.NormalizePixels));
        if (fixture.Has("intermediate/patchify"))
            comparison.Check("intermediate/patchify", PatchPixels.Patchify(images, configuration.MaskPatch), new Tolerance(0));
        if (fixture.Has("output/unpatchified_pred"))
            comparison.Check("output/unpatchified_pred", PatchPixels.Unpatchify(fixture.Load(prediction), configuration.Grid, configuration.MaskPatch), new Tolerance(0));
        if (fixture.Sidecar["step"] is JsonObject steps)
            MaskedComparison.Step(fixture, comparison, MaskedComparison.Build(fixture), steps);
    }
}
