using System.Text;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>What a trained network makes of the validation images: <c>confusion.png</c> and <c>per-class.csv</c>.</summary>
internal static class ValidationReport
{
    /// <param name="network">With its best weights, in evaluation mode.</param>
    /// <param name="validation">The images.</param>
    /// <param name="classNames">A name for each class.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="cancellation">Leaves without them.</param>
    public static void Write(VisionNetwork network, IBatchSource validation, IReadOnlyList<string> classNames, string folder, CancellationToken cancellation)
    {
        double[][] counts;
        try
        {
            counts = Count(network, validation, classNames.Count, cancellation);
        }
        catch (OperationCanceledException)
        {
            return; // the model is trained; only its pictures are missing
        }
        WholeFile.Write(Path.Combine(folder, "per-class.csv"), stream => stream.Write(Encoding.UTF8.GetBytes(PerClassTable.Csv(counts, classNames))));
        ConfusionMatrixPicture.Draw(counts, classNames).Save(Path.Combine(folder, "confusion.png"));
    }

    /// <summary>By true class, then by predicted class.</summary>
    private static double[][] Count(VisionNetwork network, IBatchSource validation, int classes, CancellationToken cancellation)
    {
        using var guard = no_grad();
        var counts = Enumerable.Range(0, classes).Select(_ => new double[classes]).ToArray();
        foreach (var batch in validation.Read(0, 0, cancellation))
        {
            using var scope = NewDisposeScope();
            var predicted = ClassLogits.Of(network.call(batch.Images)).argmax(1).cpu().data<long>().ToArray(); // [B]
            var labels = batch.Labels.cpu().data<long>().ToArray();
            for (int i = 0; i < labels.Length; i++)
                counts[labels[i]][predicted[i]]++;
        }
        return counts;
    }
}
