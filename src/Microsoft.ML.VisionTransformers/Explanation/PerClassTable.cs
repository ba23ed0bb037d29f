using System.Globalization;
using System.Text;
using Microsoft.ML.VisionTransformers.Explanation.Reports;

namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>A line for each class of a confusion matrix, as CSV: how many images, how many found, how many of those said to be of it are, and what it is taken for.</summary>
internal static class PerClassTable
{
    /// <param name="counts">By true class, then by predicted class.</param>
    /// <param name="classNames">A name for each class.</param>
    public static string Csv(IReadOnlyList<IReadOnlyList<double>> counts, IReadOnlyList<string> classNames)
    {
        var text = new StringBuilder("class,images,predicted,right,recall,precision,f1,most_taken_for,taken_for_it\n");
        for (var i = 0; i < counts.Count; i++)
        {
            var quality = new ClassQuality(classNames[i], (long)counts[i].Sum(), (long)counts.Sum(row => row[i]), (long)counts[i][i]);
            var mistakes = Enumerable.Range(0, counts.Count).Where(other => other != i && counts[i][other] > 0).ToArray();
            var mistaken = mistakes.Length > 0 ? mistakes.MaxBy(other => counts[i][other]) : -1;
            text.Append(string.Join(',',
                Quoted(quality.Name), Number(quality.Support), Number(quality.Predicted), Number(quality.Right), Share(quality.Recall, quality.Support),
                Share(quality.Precision, quality.Predicted), Share(quality.F1, quality.Support + quality.Predicted), mistaken < 0 ? "" : Quoted(classNames[mistaken]), mistaken < 0 ? "" : Number(counts[i][mistaken]))).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Empty where there is nothing to take a share of.</summary>
    private static string Share(double share, long all) => all > 0 ? share.ToString("F4", CultureInfo.InvariantCulture) : "";

    private static string Number(double count) => count.ToString("F0", CultureInfo.InvariantCulture);

    /// <summary>A name as a field of a CSV file.</summary>
    public static string Quoted(string name) => name.AsSpan().IndexOfAny(",\"\r\n") < 0 ? name : $"\"{name.Replace("\"", "\"\"")}\"";
}
