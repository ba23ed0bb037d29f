using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How often which class was taken for which: a row for each true class, a column for each predicted one.</summary>
public sealed class ConfusionMatrix
{
    private readonly IExceptionContext _context;
    private readonly string[] _classNames;
    private readonly bool _binary;
    private readonly double[][] _counts;

    internal ConfusionMatrix(IExceptionContext context, double[][] counts, string[] classNames, bool binary)
    {
        _context = context;
        _classNames = classNames;
        _binary = binary;
        _counts = counts;
        Counts = Array.AsReadOnly(Array.ConvertAll(counts, IReadOnlyList<double> (row) => Array.AsReadOnly(row)));
        RowSums = Array.ConvertAll(counts, row => row.Sum());
        ColumnSums = [.. Enumerable.Range(0, counts.Length).Select(column => counts.Sum(row => row[column]))];
        PerClassRecall = Array.AsReadOnly([.. RowSums.Select((sum, i) => sum > 0 ? counts[i][i] / sum : 0)]);
        PerClassPrecision = Array.AsReadOnly([.. ColumnSums.Select((sum, i) => sum > 0 ? counts[i][i] / sum : 0)]);
    }

    internal double[] RowSums { get; }
    internal double[] ColumnSums { get; }

    /// <summary>Of all that were predicted to be of the class, the part that is; 0 for none.</summary>
    public IReadOnlyList<double> PerClassPrecision { get; }

    /// <summary>Of all of the class, the part that was found; 0 for none.</summary>
    public IReadOnlyList<double> PerClassRecall { get; }

    /// <summary>Counts by true class, then by predicted class.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    public int NumberOfClasses => _counts.Length;

    /// <summary>How many of the actual class were taken for the predicted one.</summary>
    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
    {
        const string message = "Invalid index. Should be non-negative, less than the number of classes.";
        _context.CheckParam(predictedClassIndicatorIndex > -1 && predictedClassIndicatorIndex < NumberOfClasses, nameof(predictedClassIndicatorIndex), message);
        _context.CheckParam(actualClassIndicatorIndex > -1 && actualClassIndicatorIndex < NumberOfClasses, nameof(actualClassIndicatorIndex), message);
        return _counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];
    }

    /// <summary>The table as text, for a console.</summary>
    public string GetFormattedConfusionTable() => new ConfusionTableText(this, _classNames, _binary).ToString();
}
