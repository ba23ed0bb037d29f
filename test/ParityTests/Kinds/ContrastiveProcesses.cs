using Microsoft.ML.VisionTransformers.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>CLIP's loss over several processes, in each of open_clip's modes; the processes are played one after the other in this one.</summary>
internal sealed class ContrastiveProcesses : IFixtureKind
{
    public bool Runs(string family) => family == "clip contrastive loss across processes";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var tolerance = new Tolerance((double?)fixture.Sidecar["atol"]?["output/*"] ?? 1e-5, 1e-6);
        Single(fixture, comparison, tolerance);
        var modes = fixture.Names.Where(name => name.StartsWith("output/", StringComparison.Ordinal)).Select(name => name.Split('/')[1]).Distinct();
        foreach (var mode in modes)
            Processes(fixture, comparison, tolerance, mode);
    }

    private static void Single(Fixture fixture, Comparison comparison, Tolerance tolerance)
    {
        var (images, texts, scale) = (Leaf(fixture, "input/image_features_raw"), Leaf(fixture, "input/text_features_raw"), Leaf(fixture, "input/logit_scale"));
        var loss = ContrastiveLoss.Loss(images, texts, scale);
        loss.backward();
        comparison.Check("single/loss", loss, tolerance);
        comparison.Check("single/grad_image", images.grad!, tolerance);
        comparison.Check("single/grad_text", texts.grad!, tolerance);
        comparison.Check("single/grad_logit_scale", scale.grad!, tolerance);
    }

    private static void Processes(Fixture fixture, Comparison comparison, Tolerance tolerance, string mode)
    {
        var (world, batch) = ((int)fixture.Sidecar["world_size"]!, (int)fixture.Sidecar["per_rank_batch"]!);
        var (local, withGradient) = (mode.Contains("local_loss=1", StringComparison.Ordinal), mode.Contains("gather_with_grad=1", StringComparison.Ordinal));
        Tensor[] images = Split("input/image_features_raw"), texts = Split("input/text_features_raw");
        Tensor[] scales = [.. Enumerable.Range(0, world).Select(_ => Leaf(fixture, "input/logit_scale"))];
        var losses = Enumerable.Range(0, world)
            .Select(rank => ContrastiveLoss.Loss(images[rank], texts[rank], scales[rank], new PlayedProcesses(rank, images, texts), local, withGradient))
            .ToArray();
        // All processes go backwards at once: what one says of another's features adds up there, as it does across a network.
        stack(losses).sum().backward();
        for (var rank = 0; rank < world; rank++)
        {
            var prefix = $"output/{mode}/rank{rank}/";
            comparison.Check(prefix + "loss", losses[rank], tolerance);
            comparison.Check(prefix + "grad_image", images[rank].grad!, tolerance);
            comparison.Check(prefix + "grad_text", texts[rank].grad!, tolerance);
            comparison.Check(prefix + "grad_logit_scale", scales[rank].grad!, tolerance);
        }

        Tensor[] Split(string name) => [.. fixture.Load(name).split(batch).Select(rows => rows.clone().requires_grad_())];
    }

    private static Tensor Leaf(Fixture fixture, string name) => fixture.Load(name).requires_grad_();
}
