using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>The labelled images of a data view, read in one pass. Files are not opened yet.</summary>
internal sealed class TrainingImages
{
    private TrainingImages(IReadOnlyList<TrainingExample> examples, int unlabelled, int unknown)
    {
        Examples = examples;
        Unlabelled = unlabelled;
        Unknown = unknown;
    }

    public IReadOnlyList<TrainingExample> Examples { get; }

    /// <summary>Rows left out because their label is missing.</summary>
    public int Unlabelled { get; }

    /// <summary>Rows left out because their label is none of the classes.</summary>
    public int Unknown { get; }

    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static DataViewSchema.Column LabelColumn(DataViewSchema schema, string name) => schema.Require(name, $"label column '{name}'");

    /// <summary>The same in a shape, where a pipeline is looked at before there is data.</summary>
    public static SchemaShape.Column LabelColumn(SchemaShape shape, string name) => shape.Require(name, $"label column '{name}'");

    public static TrainingImages Read(IDataView view, string imageColumn, string labelColumn, Func<DataViewRow, DataViewSchema.Column, Func<int>> labelReader,
        CancellationToken cancellation)
    {
        var image = ImageColumn.Find(view.Schema, imageColumn);
        var label = LabelColumn(view.Schema, labelColumn);
        var examples = new List<TrainingExample>();
        var (unlabelled, unknown) = (0, 0);
        using var cursor = view.GetRowCursor([view.Schema[image.Index], label]);
        var readImage = image.CreateReader(cursor);
        var readLabel = labelReader(cursor, label);
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            switch (readLabel())
            {
                case LabelReaders.Missing: unlabelled++; break;
                case LabelReaders.Unknown: unknown++; break;
                case var index: examples.Add(new TrainingExample(readImage(), index)); break;
            }
        }
        return new TrainingImages(examples, unlabelled, unknown);
    }

    /// <summary>Images a class.</summary>
    public static int[] Count(IEnumerable<TrainingExample> examples, int classes)
    {
        var counts = new int[classes];
        foreach (var example in examples)
            counts[example.Label]++;
        return counts;
    }
}
