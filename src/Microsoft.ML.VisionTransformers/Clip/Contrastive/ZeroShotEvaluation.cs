using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>How many images of a labelled set are told apart by their classes' names alone, after each epoch.</summary>
/// <param name="model">What is trained.</param>
/// <param name="images">The labelled images, in batches.</param>
/// <param name="classes">Their classes' names.</param>
/// <param name="templates">Sentences for the names.</param>
internal sealed class ZeroShotEvaluation(ClipModel model, IBatchSource images, IReadOnlyList<string> classes, IReadOnlyList<string> templates) : IEpochEvaluation
{
    public const string AccuracyName = "zero_shot_accuracy";

    public IReadOnlyList<string> Names { get; } = [AccuracyName];

    public IReadOnlyList<MetricValue> Evaluate(int epoch, CancellationToken cancellation) => [new(AccuracyName, Accuracy(cancellation))];

    /// <summary>The network has to be in evaluation mode, and gradients off.</summary>
    public double Accuracy(CancellationToken cancellation)
    {
        using var classifier = ZeroShotClassifier.Create(model.Network, model.Tokenizer, [.. classes.Select(name => (IReadOnlyList<string>)[name])], templates);
        long right = 0, all = 0;
        foreach (var batch in images.Read(0, 0, cancellation))
        {
            using var scope = NewDisposeScope();
            right += classifier.Score(model.EmbedImages(batch.Images, normalize: false)).argmax(1).eq(batch.Labels).sum().ToInt64();
            all += batch.Count;
        }
        return all == 0 ? double.NaN : (double)right / all;
    }

    /// <summary>The images of a data view and the names of their classes.</summary>
    /// <exception cref="ArgumentException">A column is missing or of another type, or its keys stand for nothing.</exception>
    /// <exception cref="InvalidOperationException">No image has a label.</exception>
    public static (IReadOnlyList<TrainingExample> Images, IReadOnlyList<string> Classes) Read(IDataView view, string imageColumn, string labelColumn, CancellationToken cancellation)
    {
        var label = view.Schema.Require(labelColumn, $"column '{labelColumn}' with classes");
        List<string> classes = [];
        if (label.Type is KeyDataViewType)
        {
            var names = LabelNames.Of(label);
            if (!names.HasValues)
                throw new ArgumentException($"The keys of column '{labelColumn}' stand for no values that could be put into sentences.");
            classes.AddRange(names.Texts);
        }
        else if (label.Type is not TextDataViewType)
        {
            throw new ArgumentException($"Column '{labelColumn}' is {label.Type}; classes are taken from keys with values or from text.");
        }
        var read = TrainingImages.Read(view, imageColumn, labelColumn, label.Type is KeyDataViewType ? LabelReaders.Keys : ByName(classes), cancellation);
        return read.Examples.Count > 0 ? (read.Examples, classes) : throw new InvalidOperationException($"No image of the zero-shot set has a class in '{labelColumn}'.");
    }

    /// <summary>Reads classes by their names, and numbers those that are new.</summary>
    private static Func<DataViewRow, DataViewSchema.Column, Func<int>> ByName(List<string> classes) => (row, column) =>
    {
        Dictionary<string, int> numbers = [];
        var get = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> value = default;
        return () =>
        {
            get(ref value);
            var name = value.ToString();
            if (string.IsNullOrWhiteSpace(name))
                return LabelReaders.Missing;
            if (!numbers.TryGetValue(name, out var number))
            {
                numbers[name] = number = classes.Count;
                classes.Add(name);
            }
            return number;
        };
    };
}
