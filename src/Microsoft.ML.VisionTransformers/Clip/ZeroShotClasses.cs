using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>The classes of a zero-shot classifier: from a label column's keys, from a list, or both made to agree.</summary>
internal static class ZeroShotClasses
{
    private const int Named = 10;

    /// <exception cref="ArgumentException">There are none, or the list and the labels contradict each other.</exception>
    public static LabelNames Of(ClipZeroShotEstimator.Options options, DataViewSchema schema)
    {
        var label = options.LabelColumnName is { } name && schema.GetColumnOrNull(name) is { Type: KeyDataViewType } column ? LabelNames.Of(column) : null;
        if (options.ClassNames is not { } names)
        {
            if (label is not { HasValues: true })
                throw label is null ? NoNames(options.LabelColumnName) : new ArgumentException(
                    $"The keys of column '{options.LabelColumnName}' stand for no values that could be put into sentences. Give {nameof(options.ClassNames)}, in the order of the keys.");
            Check(label.Texts, options.LabelColumnName);
            return label;
        }
        if (label is not { HasValues: true })
        {
            return label is null || label.Count == names.Count ? LabelNames.OfTexts(names) : throw new ArgumentException(
                $"The keys of column '{options.LabelColumnName}' count {label.Count} classes without a name, and {names.Count} names are given. "
                + $"Give {nameof(options.ClassNames)} as many, in the order of the keys, or set {nameof(options.LabelColumnName)} to null when the column is about other classes.");
        }
        var unknown = label.Texts.Except(names).ToArray();
        if (unknown.Length > 0)
        {
            throw new ArgumentException($"{unknown.Length} of {label.Count} values of the label column '{options.LabelColumnName}' are no class: "
                + $"{string.Join(", ", unknown.Take(Named))}{(unknown.Length > Named ? ", ..." : "")}. Add them to {nameof(options.ClassNames)}, say by {nameof(options.PromptNames)} how "
                + $"they are called in sentences, or set {nameof(options.LabelColumnName)} to null when the column is about other classes.");
        }
        // Always texts: names that are no label are nothing else, and a shape has to say it before the names are compared.
        return LabelNames.OfTexts(label.Texts.Concat(names.Except(label.Texts)));
    }

    /// <param name="names">The classes.</param>
    /// <param name="labelColumn">Whose keys' values they are; null where they were given.</param>
    /// <exception cref="ArgumentException">A name is empty or there twice, or there is nothing to choose between.</exception>
    public static void Check(IReadOnlyList<string> names, string? labelColumn = null)
    {
        var remedy = labelColumn is null ? "" : $" The classes are the values of the label column '{labelColumn}'. When they should be others, give "
            + $"{nameof(ClipZeroShotEstimator.Options.ClassNames)} and set {nameof(ClipZeroShotEstimator.Options.LabelColumnName)} to null.";
        if (names.Count < 2)
            throw new ArgumentException($"{names.Count} classes leave nothing to choose between; two are the least.{remedy}");
        if (names.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException($"The name of a class is empty.{remedy}");
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The class '{twice.Key}' is there twice.{remedy}");
    }

    public static ArgumentException NoNames(string? labelColumn) => new(
        (labelColumn is null ? "There are no class names" : $"There are no class names, and no key column '{labelColumn}' to take them from") +
        $". Give {nameof(ClipZeroShotEstimator.Options.ClassNames)}, or put mlContext.Transforms.Conversion.MapValueToKey(\"{labelColumn ?? "Label"}\") before.");
}
