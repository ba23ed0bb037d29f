using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Weights;

namespace ParityTests.Kinds;

/// <summary>
/// Folders as HuggingFace and timm write them, whole and in shards: the network comes from the folder alone, and answers as the fixture
/// with the same weights.
/// </summary>
internal sealed class CheckpointFolders : IFixtureKind
{
    public bool Runs(string family) => family == "checkpoint folder";

    public void Run(Fixture folder, Comparison comparison)
    {
        using var checkpoint = Checkpoint.Open(folder.Folder);
        var architecture = checkpoint.Architecture ?? throw new InvalidDataException("The folder's architecture is not recognised.");
        var network = NetworkFactory.Create(architecture, architecture.Classifier.NumClasses);
        var report = CheckpointLoader.Load(checkpoint, network);
        network.eval();
        comparison.Require("all tensors loaded", report.Fresh.Count + report.Unused.Count + report.Resized.Count == 0, report.Summary);

        var parent = Directory.GetParent(folder.Folder)!.Parent!.FullName;
        using var fixture = FixtureFinder.Find([parent]).FirstOrDefault(found => HasTheSameWeights(found, checkpoint))
            ?? throw new InvalidDataException($"No fixture in {parent} has the weights of this folder.");
        var logits = network.call(fixture.Load("input/pixel_values"));
        comparison.Check("output/logits", Comparison.Numbers(logits), Comparison.Numbers(fixture.Load("output/logits")), null);
    }

    private static bool HasTheSameWeights(Fixture fixture, Checkpoint checkpoint)
    {
        if (!fixture.HasTensors || !fixture.Has("output/logits"))
            return false;
        var weights = fixture.LoadAll("weights/");
        return weights.Keys.ToHashSet().SetEquals(checkpoint.Entries.Keys)
            && weights.All(pair => Comparison.Numbers(pair.Value).SequenceEqual(Comparison.Numbers(checkpoint.Load(pair.Key))));
    }
}
