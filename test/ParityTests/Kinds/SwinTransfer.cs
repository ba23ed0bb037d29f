using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Swin;

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
            configuration with { ImageHeight = image, ImageWidth = image, WindowSize = window }));
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
            var found = ((Microsoft.ML.VisionTransformers.SwinV2.SwinV2Configuration)network.Configuration).PretrainedWindowSizes;
            comparison.Require("pretrained windows", found.SequenceEqual(sizes.Select(size => (int)size!)), string.Join(", ", found));
        }
    }
}
