using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>Weights that were trained with one window and image size, loaded into a network of another.</summary>
internal static class SwinTransfer
{
    public static void Run(Fixture fixture, Comparison comparison)
    {
        using var checkpoint = SwinComparison.Open(fixture, fixture.Sidecar["pretrain_config"]!.AsObject());
        var trained = (ShiftedWindowConfiguration)checkpoint.Identity!.Configuration;
        var (image, window) = ((int)fixture.Config["img_size"]!, (int)fixture.Config["window_size"]!);
        // As Refine does it for who asks for another window: the windows of the training are found, not told.
        var network = SwinComparison.Build(checkpoint, configuration => configuration.For(
            configuration with { ImageHeight = image, ImageWidth = image, WindowSize = window, NumClasses = (int)fixture.Config["num_classes"]! }));
        if (network.NumClasses != trained.NumClasses)
            EmptyHead(network);
        comparison.Require("windows of the training", trained.WindowSize != window, $"are {window} already");

        var weights = network.state_dict();
        foreach (var name in fixture.Names.Where(name => name.StartsWith("converted/", StringComparison.Ordinal)))
        {
            // The table of coordinates is no weight of ours; the logits below hold it.
            if (weights.TryGetValue(name["converted/".Length..], out var converted))
                comparison.Check(name, converted);
        }
        SwinComparison.ForwardAndBackward(fixture, comparison, network, checkpoint.Identity.Naming);
        if (fixture.Config["pretrained_window_sizes"] is JsonArray sizes)
        {
            var found = ((SwinV2Configuration)network.Configuration).PretrainedWindowSizes;
            comparison.Require("pretrained windows", found.SequenceEqual(sizes.Select(size => (int)size!)), string.Join(", ", found));
        }
    }

    /// <summary>The official code starts a classifier for other classes at zero, ours next to it.</summary>
    private static void EmptyHead(SwinNetwork network)
    {
        using var frozen = no_grad();
        foreach (var (_, parameter) in network.named_parameters().Where(pair => pair.name.StartsWith("head.", StringComparison.Ordinal)))
            parameter.zero_();
    }
}
