using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training.Runs;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs;

public sealed class RunDocumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void TellsSettingsClassesAndMachineButNoSecrets()
    {
        var options = new ViTTrainer.Options { LearningRate = 3e-4, Hub = new() { Token = "hf_secret" }, MetricsCallback = _ => { } };
        var identity = new Dictionary<string, string> { ["Seed"] = "7", ["Network"] = "a network", ["Training images"] = "12 in batches of 4" };
        RunDocument.Write(_folder.Path, identity, new JsonObject { ["classes"] = new JsonArray("Löwe", "Bär") }, options);
        var text = File.ReadAllText(Path.Combine(_folder.Path, "settings.json"));
        var json = JsonNode.Parse(text)!;
        Assert.Equal(7, (int)json["seed"]!);
        Assert.Equal("ViTTrainer", (string)json["trainer"]!);
        Assert.Equal(3e-4, (double)json["settings"]!["LearningRate"]!);
        Assert.Equal("AdamW", (string)json["settings"]!["Optimizer"]!);
        Assert.Equal("12 in batches of 4", (string)json["data"]!["Training images"]!);
        Assert.Equal(Environment.ProcessorCount, (int)json["machine"]!["cores"]!);
        Assert.Contains("Löwe", text);
        Assert.DoesNotContain("hf_secret", text);
        Assert.DoesNotContain("Callback", text);
    }

    public void Dispose() => _folder.Dispose();
}
