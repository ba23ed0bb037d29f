using ParityTests.Kinds;
using TorchSharp;
using static TorchSharp.torch;

namespace ParityTests;

/// <summary>Finds the kind that runs a fixture, and runs it.</summary>
internal static class ParityRun
{
    private static readonly IFixtureKind[] s_kinds =
    [
        new TimmViT(),
        new TorchvisionViT(),
        new HuggingFaceViT(),
        new PositionResamplingTables(),
        new SinCosTables(),
        new MaePretraining(),
        new MaeLinearProbe(),
        new MaeFineTuning(),
        new MaeToFineTuning(),
        new ConvMaePretraining(),
        new ConvViTFineTuning(),
        new ConvMaeDetection(),
        new SwinFixtures(),
        new CheckpointFolders(),
        new PyTorchArchives(),
        new Preprocessing(),
        new ImagePipelines(),
        new DropPathRates(),
        new ContrastiveProcesses(),
        new LearningRates(),
        new Clip(),
        new ClipTokens(),
        new ClipZeroShot(),
    ];

    public static Verdict Run(Fixture fixture, IReadOnlySet<string> notBuilt)
    {
        var kind = s_kinds.FirstOrDefault(kind => kind.Runs(fixture.Family));
        if (kind is null)
            return new Verdict([], Built: false, notBuilt.Contains(fixture.Family), null);
        var comparison = new Comparison(fixture);
        try
        {
            using var scope = NewDisposeScope();
            kind.Run(fixture, comparison);
            return new Verdict(comparison.Finish(), true, true, null);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new Verdict(comparison.Finish(), true, true, $"{error.GetType().Name}: {error.Message.Split('\n')[0]}");
        }
    }
}
