using Microsoft.ML.VisionTransformers.Training.Runs;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs;

public class RunSettingsTests
{
    [Fact]
    public void WhatAnEarlierVersionNotedOtherwiseIsNoDifference()
    {
        var before = new Dictionary<string, string> { ["MaxEpochs"] = "3", ["Hub"] = "" };
        var now = new Dictionary<string, string> { ["MaxEpochs"] = "3", ["Architecture"] = "{}", ["Weights of frozen encoders"] = "[]" };
        Assert.Empty(RunSettings.Differences(before, now, new ViTTrainer.Options()));
    }

    [Fact]
    public void WhatDecidesTheResultIs()
    {
        var before = new Dictionary<string, string> { ["MaxEpochs"] = "3", ["Architecture"] = "{}", ["Mixup"] = "0" };
        var now = new Dictionary<string, string> { ["MaxEpochs"] = "4", ["Architecture"] = "[]", ["Seed"] = "1" };
        Assert.Equal(
            ["MaxEpochs: 3 before, 4 now", "Architecture: {} before, [] now", "Mixup: 0 before, not set now", "Seed: not set before, 1 now"],
            RunSettings.Differences(before, now, new ViTTrainer.Options()));
    }
}
