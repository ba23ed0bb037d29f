using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>ConvMAE's detection backbone: windowed and global blocks, shared tables of relative positions, maps of four sizes.</summary>
internal sealed class ConvMaeDetection : IFixtureKind
{
    public bool Runs(string family) => family == "convmae/detection-backbone";

    public void Run(Fixture fixture, Comparison comparison)
    {
        using var checkpoint = Checkpoint.Of(fixture.LoadAll("weights/"), CheckpointConfig.Parse(fixture.Config.ToJsonString()));
        var configuration = (ConvViTDetectionConfiguration)(checkpoint.Identity
            ?? throw new InvalidDataException("The weights are of no detection backbone.")).Configuration;
        comparison.Require("window", configuration.WindowSize == (int)fixture.Config["window_size"]!, $"{configuration.WindowSize} here");
        var network = (ConvViTDetectionBackbone)NetworkFactory.Create(configuration, seed: 1);
        CheckpointLoader.Load(checkpoint, network, configuration);
        network.eval();

        IReadOnlyList<Tensor> maps = [];
        var seen = ViTComparison.Watch(network, () => maps = network.call(fixture.Load("input/pixel_values")));
        foreach (var (name, output) in seen.Where(pair => fixture.Has("intermediate/" + pair.Key)))
            comparison.Check("intermediate/" + name, output);
        if (fixture.Has("intermediate/windowed_rel_pos_bias"))
            comparison.Check("intermediate/windowed_rel_pos_bias", network.WindowBias());
        if (fixture.Has("intermediate/windowed_relative_position_index"))
            comparison.Check("intermediate/windowed_relative_position_index", RelativePositions.Index(configuration.Window, configuration.Window), new Tolerance(0));
        for (var i = 0; i < maps.Count; i++)
            comparison.Check($"output/s{i}", maps[i]);
        var loss = maps.Select(map => map.square().mean()).Aggregate((sum, next) => sum + next);
        comparison.Check("loss/value", loss);
        loss.backward();
        ViTComparison.Gradients(fixture, comparison, network, ConvMaeKeyMaps.Official);
    }
}
