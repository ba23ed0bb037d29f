using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>A masked-pretraining checkpoint loaded into a classifier of another image size.</summary>
internal sealed class MaeToFineTuning : IFixtureKind
{
    public bool Runs(string family) => family == "mae/pretrain-to-finetune";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var config = fixture.Config;
        var image = (int)config["finetune_img"]!;
        var pooled = (bool)config["global_pool"]!;
        var network = new VisionTransformerNetwork(new ViTConfiguration
        {
            ImageHeight = image,
            ImageWidth = image,
            PatchSize = (int)config["patch_size"]!,
            Dim = (int)config["embed_dim"]!,
            Depth = (int)config["depth"]!,
            Heads = (int)config["num_heads"]!,
            MlpRatio = (double)config["mlp_ratio"]!,
            NumClasses = (int)config["num_classes"]!,
            NormEps = (double?)config["norm_eps"] ?? 1e-6,
            Pooling = pooled ? ViTPooling.Average : ViTPooling.Token,
            PositionResampling = PositionResampling.Plain,
        }, seed: 1);

        using (no_grad())
        {
            foreach (var (name, parameter) in network.named_parameters())
            {
                if (fixture.Has("fresh/" + name))
                    parameter.copy_(fixture.Load("fresh/" + name));
            }
        }
        var report = CheckpointLoader.Load(Checkpoint.Of(fixture.LoadAll("checkpoint/")), network);
        comparison.Require("missing keys", Same(report.Fresh, "missing_keys"), string.Join(", ", report.Fresh));
        comparison.Require("unexpected keys", Same(report.Unused, "unexpected_keys"), string.Join(", ", report.Unused));

        network.eval();
        var tolerance = Tolerance.For(fixture, Aspect.Forward);
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (fixture.Has("weights/" + name))
                comparison.Check("weights/" + name, parameter, tolerance);
            if (fixture.Has("fresh/" + name))
                comparison.Check("fresh/" + name, parameter, new Tolerance(0));
        }
        comparison.Check("output/logits", network.call(fixture.Load("input/pixel_values")));

        bool Same(IEnumerable<string> keys, string property)
            => fixture.Sidecar[property]!.AsArray().Select(key => (string)key!).ToHashSet().SetEquals(keys);
    }
}
