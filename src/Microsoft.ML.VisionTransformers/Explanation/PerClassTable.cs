using System.Globalization;
using System.Text;

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
            var (images, predicted, right) = (counts[i].Sum(), counts.Sum(row => row[i]), counts[i][i]);
            var mistakes = Enumerable.Range(0, counts.Count).Where(other => other != i && counts[i][other] > 0).ToArray();
            var mistaken = mistakes.Length > 0 ? mistakes.MaxBy(other => counts[i][other]) : -1;
            text.Append(string.Join(',',
                Quoted(classNames[i]), Number(images), Number(predicted), Number(right), Share(right, images), Share(right, predicted),
                Share(2 * right, images + predicted), mistaken < 0 ? "" : Quoted(classNames[mistaken]), mistaken < 0 ? "" : Number(counts[i][mistaken]))).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Empty where there is nothing to take a share of.</summary>
    private static string Share(double part, double all) => all > 0 ? (part / all).ToString("F4", CultureInfo.InvariantCulture) : "";

    private static string Number(double count) => count.ToString("F0", CultureInfo.InvariantCulture);

    private static string Quoted(string name) => name.AsSpan().IndexOfAny(",\"\r\n") < 0 ? name : $"\"{name.Replace("\"", "\"\"")}\"";
}
