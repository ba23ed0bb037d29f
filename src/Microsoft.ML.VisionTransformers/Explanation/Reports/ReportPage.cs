using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Explanation.Reports;

/// <summary>A report as one HTML page: tables with captions and headings, pictures inside, colours that follow the reader's light or dark.</summary>
internal static class ReportPage
{
    private const int LargestTable = 30;
    private const int MostPairs = 20;
    private const int Thumbnail = 96;

    public static string Write(ClassificationReport report)
    {
        var page = new StringBuilder();
        page.Append(Head);
        Summary(page, report);
        Table(page, "Classes", "Precision, recall and F1 of each class", ["Class", "Precision", "Recall", "F1", "Images"], report.Classes.Select(c =>
            new[] { Text(c.Name), Share(c.Precision), Share(c.Recall), Share(c.F1), Number(c.Support) }));
        Confusion(page, report);
        if (report.ConfusedPairs.Count > 0)
        {
            Table(page, "Most confused", $"Classes taken for another, the {MostPairs} most frequent first", ["Actual", "Predicted", "Images", "Of the class"],
                report.ConfusedPairs.Take(MostPairs).Select(p => new[] { Text(p.Actual), Text(p.Predicted), Number(p.Count), Share(p.Share) }));
        }
        Losses(page, report);
        Reliability(page, report.Calibration);
        page.Append("</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Summary(StringBuilder page, ClassificationReport report)
    {
        page.Append("<dl>\n");
        Entry("Images", Number(report.Images));
        if (report.Skipped > 0)
            Entry("Left out (no label or no score)", Number(report.Skipped));
        Entry("Accuracy", Share(report.Accuracy));
        Entry("Macro precision", Share(report.MacroPrecision));
        Entry("Macro recall", Share(report.MacroRecall));
        Entry("Macro F1", Share(report.MacroF1));
        Entry("Weighted F1", Share(report.WeightedF1));
        Entry("Log loss", report.LogLoss.ToString("F4", CultureInfo.InvariantCulture));
        Entry("Expected calibration error", Share(report.Calibration.ExpectedError));
        page.Append("</dl>\n");

        void Entry(string name, string value) => page.Append($"<div><dt>{name}</dt><dd>{value}</dd></div>\n");
    }

    private static void Confusion(StringBuilder page, ClassificationReport report)
    {
        page.Append("<section><h2>Confusion matrix</h2>\n");
        Picture(page, ConfusionMatrixPicture.Draw(report.Counts, report.ClassNames).Picture,
            "Confusion matrix: rows are actual classes, columns predicted ones. The numbers are in the tables.");
        if (report.ClassNames.Count <= LargestTable)
        {
            page.Append("<details><summary>As a table</summary>\n");
            Table(page, null, "Rows: actual class; columns: predicted class", [.. report.ClassNames.Select(Text).Prepend("Actual")],
                report.Counts.Select((row, i) => row.Select(count => Number((long)count)).Prepend(Text(report.ClassNames[i])).ToArray()));
            page.Append("</details>\n");
        }
        page.Append("</section>\n");
    }

    private static void Losses(StringBuilder page, ClassificationReport report)
    {
        if (report.TopLosses.Count > 0)
        {
            Table(page, "Largest losses", "Images that the classifier found least likely to be what their label says", ["Image", "Actual", "Predicted", "Probability", "Loss"],
                report.TopLosses.Select(image => new[]
                {
                    Thumb(image.Path) + Text(image.Path ?? $"row {Number(image.Row)}"), Text(image.Actual), Text(image.Predicted),
                    Share(image.Probability), image.Loss.ToString("F3", CultureInfo.InvariantCulture),
                }));
        }
    }

    private static void Reliability(StringBuilder page, Calibration calibration)
    {
        page.Append("<section><h2>Calibration</h2>\n");
        Picture(page, ReliabilityPicture.Draw(calibration).Picture, "Reliability diagram: accuracy by confidence. The numbers are in the table.");
        Table(page, null, "Accuracy by confidence", ["Confidence", "Mean confidence", "Accuracy", "Images"], calibration.Bins.Where(bin => bin.Count > 0)
            .Select(bin => new[] { $"{Share(bin.From)} to {Share(bin.To)}", Share(bin.Confidence), Share(bin.Accuracy), Number(bin.Count) }));
        page.Append("</section>\n");
    }

    /// <param name="page">What is written to.</param>
    /// <param name="title">Of a section of its own; null: none.</param>
    /// <param name="caption">What the table is.</param>
    /// <param name="columns">HTML of the headings; numbers from the second on.</param>
    /// <param name="rows">HTML of the cells; the first names the row.</param>
    private static void Table(StringBuilder page, string? title, string caption, string[] columns, IEnumerable<string[]> rows)
    {
        page.Append(title is null ? "" : $"<section><h2>{title}</h2>\n")
            .Append($"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption>{caption}</caption>\n<thead><tr>")
            .AppendJoin("", columns.Select(column => $"<th scope=\"col\">{column}</th>")).Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
            page.Append($"<tr><th scope=\"row\">{row[0]}</th>").AppendJoin("", row.Skip(1).Select(cell => $"<td>{cell}</td>")).Append("</tr>\n");
        page.Append("</tbody></table></div>\n").Append(title is null ? "" : "</section>\n");
    }

    private static void Picture(StringBuilder page, RgbImage picture, string description) =>
        page.Append($"<img class=\"chart\" width=\"{picture.Width}\" height=\"{picture.Height}\" alt=\"{description}\" src=\"{Source(picture)}\">\n");

    /// <summary>The image itself, small; nothing when it can't be read any more.</summary>
    private static string Thumb(string? path)
    {
        if (path is null)
            return "";
        try
        {
            var image = ImageDecoder.Decode(path);
            var scale = Math.Min(1, (double)Thumbnail / Math.Max(image.Width, image.Height));
            var small = PillowResize.Resize(image, Math.Max(1, (int)(image.Width * scale)), Math.Max(1, (int)(image.Height * scale)), Interpolation.Bilinear);
            return $"<img class=\"thumb\" width=\"{small.Width}\" height=\"{small.Height}\" alt=\"\" src=\"{Source(small)}\">";
        }
        catch (Exception e) when (e is IOException or ImageFormatException)
        {
            return "";
        }
    }

    private static string Source(RgbImage picture) => $"data:image/png;base64,{Convert.ToBase64String(PngWriter.Encode(picture))}";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double share) => (share * 100).ToString("F2", CultureInfo.InvariantCulture) + " %";

    private const string Head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>Classification report</title>
        <style>
        :root { color-scheme: light dark; --text: #1b1b1b; --ground: #ffffff; --line: #c8c8c8; --quiet: #595959; --stripe: #f4f4f4; }
        @media (prefers-color-scheme: dark) { :root { --text: #ececec; --ground: #181818; --line: #4a4a4a; --quiet: #b0b0b0; --stripe: #222222; } }
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); }
        main { max-width: 68rem; margin: 0 auto; padding: 1.5rem; }
        h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
        dl { display: flex; flex-wrap: wrap; gap: 1rem 2rem; } dt { color: var(--quiet); } dd { margin: 0; font-size: 1.4rem; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; } caption { text-align: left; color: var(--quiet); padding-bottom: .5rem; }
        th, td { padding: .3rem .9rem; border-bottom: 1px solid var(--line); text-align: right; font-variant-numeric: tabular-nums; }
        th:first-child { text-align: left; font-weight: normal; overflow-wrap: anywhere; } thead th { font-weight: 600; } thead th:first-child { font-weight: 600; }
        tbody tr:nth-child(even) { background: var(--stripe); }
        .chart { max-width: 100%; height: auto; background: #ffffff; border: 1px solid var(--line); border-radius: 6px; }
        .thumb { vertical-align: middle; margin-right: .75rem; }
        </style>
        </head>
        <body>
        <main>
        <h1>Classification report</h1>

        """;
}
