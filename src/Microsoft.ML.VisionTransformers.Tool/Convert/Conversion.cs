using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tool.Convert;

/// <summary>A checkpoint on its way to other names: read into its network, so that nothing is missing and all fits.</summary>
internal sealed class Conversion
{
    private readonly Dictionary<string, Tensor> _weights;
    private readonly CheckpointWriter _writer;

    private Conversion(string summary, Dictionary<string, Tensor> weights, CheckpointWriter writer)
        => (Summary, _weights, _writer) = (summary, weights, writer);

    /// <summary>What was read, in one line.</summary>
    public string Summary { get; }

    /// <exception cref="NotSupportedException">No known family has such weights.</exception>
    /// <exception cref="CheckpointMismatchException">Weights are missing or left over.</exception>
    public static Conversion Of(Checkpoint checkpoint, bool half)
    {
        var architecture = checkpoint.Architecture
            ?? throw new NotSupportedException($"{checkpoint.Path} holds {checkpoint.Describe()}, so there is no telling how its weights are called elsewhere.");
        var configuration = architecture.Configuration;
        var network = CheckpointLoader.Create(checkpoint, configuration, seed: 0, () => NetworkFactory.Create(configuration), out var report);
        if (report.Fresh.Count > 0)
            throw new InvalidDataException($"{checkpoint.Path} lacks {string.Join(", ", report.Fresh)}.");
        var summary = $"{configuration.Family}, {configuration.CountParameters():N0} parameters, {report.Loaded.Count} tensors by {report.Naming}'s names"
            + (report.Unused.Count > 0 ? $", not taken along: {string.Join(", ", report.Unused)}" : "");
        var classes = (configuration as ClassifierConfiguration)?.NumClasses;
        var writer = new CheckpointWriter(architecture) { Half = half, ClassNames = checkpoint.ClassNames?.Count == classes ? checkpoint.ClassNames : null };
        return new Conversion(summary, network.state_dict(), writer);
    }

    /// <returns>In what the other library's network will differ a little.</returns>
    /// <exception cref="NotSupportedException">The other library has no such network.</exception>
    public IReadOnlyList<string> Write(string path, WeightNaming naming) => _writer.Write(path, _weights, naming);
}
