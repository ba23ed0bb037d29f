using Microsoft.ML.VisionTransformers.Modules;

namespace ParityTests.Kinds;

/// <summary>The same weights on a map that doesn't divide into windows, by the rules of each publisher.</summary>
internal static class SwinPadding
{
    private static readonly Dictionary<string, WindowConvention> s_conventions = new()
    {
        ["torchvision"] = WindowConvention.Torchvision, ["hf"] = WindowConvention.HuggingFace, ["timm"] = WindowConvention.Timm,
    };

    public static void Run(Fixture fixture, Comparison comparison)
    {
        var size = fixture.Config["img_hw"]!.AsArray();
        using var checkpoint = SwinComparison.Open(fixture, fixture.Config);
        foreach (var name in fixture.Names.Where(name => name.StartsWith("output/logits_", StringComparison.Ordinal)))
        {
            var network = SwinComparison.Build(checkpoint, configuration => configuration with
            {
                ImageHeight = (int)size[0]!, ImageWidth = (int)size[1]!, WindowConvention = s_conventions.GetValueOrDefault(name.Split('_')[^1]),
            });
            comparison.Check(name, network.call(fixture.Load("input/pixels")));
        }
    }
}
