using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tool.Convert;

/// <summary>A checkpoint on its way to other names: read into its network, so that nothing is missing and all fits.</summary>
internal sealed class Conversion
{
    private const string Guessed = "No published architecture has these sizes, and no configuration is beside the file: "
        + "heads, image size or epsilon were guessed where no shape shows them.";

    private readonly Dictionary<string, Tensor> _weights;
    private readonly CheckpointWriter _writer;
    private readonly IReadOnlyList<string> _notes;

    private Conversion(string summary, Dictionary<string, Tensor> weights, CheckpointWriter writer, IReadOnlyList<string> notes)
        => (Summary, _weights, _writer, _notes) = (summary, weights, writer, notes);

    /// <summary>What was read, in one line.</summary>
    public string Summary { get; }

    /// <param name="checkpoint">Read whole.</param>
    /// <param name="name">The architecture of the registry that it is of; null where the file tells.</param>
    /// <param name="half">Whether 16-bit weights are written.</param>
    /// <exception cref="ArgumentException">There is no such architecture.</exception>
    /// <exception cref="NotSupportedException">There is no telling what the weights are of.</exception>
    /// <exception cref="CheckpointMismatchException">Weights are missing, left over or of other shapes.</exception>
    public static Conversion Of(Checkpoint checkpoint, string? name, bool half)
    {
        var architecture = (name is null ? checkpoint.Architecture : WeightsOf(ArchitectureRegistry.Find(name), checkpoint))
            ?? throw new NotSupportedException(
                $"{checkpoint.Path} holds {checkpoint.Describe()}, and neither a name nor a configuration beside it tells of what sizes. Say so by --architecture.");
        var configuration = architecture.Configuration;
        var network = CheckpointLoader.Create(checkpoint, configuration, seed: 0, () => NetworkFactory.Create(configuration), out var report);
        if (report.Fresh.Count > 0)
            throw new InvalidDataException($"{checkpoint.Path} lacks {string.Join(", ", report.Fresh)}.");
        var summary = $"{configuration.Family}, {configuration.CountParameters():N0} parameters, {report.Loaded.Count} tensors ({report.Naming} names)"
            + (report.Unused.Count > 0 ? $", not taken along: {string.Join(", ", report.Unused)}" : "");
        var classes = (configuration as ClassifierConfiguration)?.NumClasses;
        var writer = new CheckpointWriter(architecture) { Half = half, ClassNames = checkpoint.ClassNames?.Count == classes ? checkpoint.ClassNames : null };
        List<string> notes = name is null && checkpoint.GuessesSizes ? [Guessed] : [];
        if (LicenceNotice.For(architecture, checkpoint) is { } licence)
            notes.Add(licence);
        return new Conversion(summary, network.state_dict(), writer, notes);
    }

    /// <returns>In what the other library's network will differ a little, and what else has to be known of the weights.</returns>
    /// <exception cref="NotSupportedException">The other library has no such network.</exception>
    public IReadOnlyList<string> Write(string path, WeightNaming naming)
        => [.. _writer.Write(path, _weights, naming), .. _notes];

    /// <summary>The architecture with the classes that the file has, and none where it has no classifier.</summary>
    private static VisionArchitecture WeightsOf(VisionArchitecture named, Checkpoint checkpoint)
    {
        var refined = checkpoint.Refine(named);
        return refined.Configuration is ClassifierConfiguration classifier
            ? refined with { Configuration = classifier with { NumClasses = checkpoint.ClassesOf(classifier.Family) } } : refined;
    }
}
