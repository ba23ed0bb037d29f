using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>The images of a data view, with their classes where there are any. Files are not opened yet.</summary>
internal static class PretrainingImages
{
    /// <param name="view">The rows.</param>
    /// <param name="imageColumn">Where images are.</param>
    /// <param name="labelColumn">A key column; null = no image has a class.</param>
    /// <param name="what">What the view is to the training, for messages.</param>
    /// <param name="cancellation">Looked at for each row.</param>
    /// <returns>Examples whose label is <see cref="LabelReaders.Missing"/> where there is none.</returns>
    /// <exception cref="ArgumentException">A column is missing, or of a wrong type.</exception>
    public static IReadOnlyList<TrainingExample> Read(IDataView view, string imageColumn, string? labelColumn, string what, CancellationToken cancellation)
    {
        var image = ImageColumn.Find(view.Schema, imageColumn);
        DataViewSchema.Column? label = labelColumn is null ? null : TrainingImages.LabelColumn(view.Schema, labelColumn);
        if (label is { } given)
            ClassificationTask.Multiclass.ClassesOf(given); // refuses what is no key
        var examples = new List<TrainingExample>();
        using var cursor = view.GetRowCursor(label is { } column ? [view.Schema[image.Index], column] : [view.Schema[image.Index]]);
        var readImage = image.CreateReader(cursor);
        var readLabel = label is { } keys ? LabelReaders.Keys(cursor, keys) : () => LabelReaders.Missing;
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            examples.Add(new TrainingExample(readImage(), readLabel()));
        }
        return examples.Count > 0 ? examples : throw new InvalidOperationException($"There are no images in {what}: the data view has no rows.");
    }
}
