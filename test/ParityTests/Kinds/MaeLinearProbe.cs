using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Training.Optimizers;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ParityTests.Kinds;

/// <summary>MAE's linear probe: a batch norm and a classifier on a frozen encoder, and a few steps of LARS.</summary>
internal sealed class MaeLinearProbe : IFixtureKind
{
    public bool Runs(string family) => family == "mae/linprobe";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var (images, labels) = (fixture.Load("input/pixel_values"), fixture.Load("input/labels"));
        var network = ViTComparison.Build(fixture);
        comparison.Check("output/eval_logits", network.call(images));
        comparison.Check("intermediate/features", network.forward_head(network.forward_features(images), preLogits: true));

        network.TrainHeadOnly();
        network.train();
        var logits = network.call(images);
        var loss = F.cross_entropy(logits, labels);
        comparison.Check("output/train_logits", logits);
        comparison.Check("loss/value", loss);
        loss.backward();
        ViTComparison.Gradients(fixture, comparison, network, ViTKeyMaps.Timm);
        comparison.Check("step/bn_running_mean_after_1", network.state_dict()["head.0.running_mean"]);
        comparison.Check("step/bn_running_var_after_1", network.state_dict()["head.0.running_var"]);
        foreach (var parameter in network.parameters())
            parameter.grad = null;
        Step(fixture, comparison, network, fixture.Sidecar["step"]!.AsObject());
    }

    private static void Step(Fixture fixture, Comparison comparison, VisionTransformerNetwork network, JsonObject steps)
    {
        var (images, labels) = (fixture.Load("input/pixel_values"), fixture.Load("input/labels"));
        var groups = ParameterGroups.Create(network, (double)steps["weight_decay"]!);
        using var optimizer = new Lars(groups, new LarsSettings((double)steps["momentum"]!, (double)steps["trust_coefficient"]!));
        List<double> losses = [];
        for (var step = 0; step < (int)steps["steps"]!; step++)
        {
            var loss = F.cross_entropy(network.call(images), labels);
            losses.Add(loss.item<float>());
            loss.backward();
            optimizer.Step((double)steps["lr"]!);
        }
        comparison.Check("step/losses", tensor(losses.ToArray()));
        foreach (var (name, value) in network.state_dict().Where(pair => fixture.Has("step/after/" + pair.Key)))
            comparison.Check("step/after/" + name, value);
    }
}
