namespace Microsoft.ML.Data;

/// <summary>
/// The data lines of text files: without empty ones and // comments; before the first data line of a file also without # comments, and without
/// the header. Line numbers count all lines, from 1.
/// </summary>
internal static class TextLines
{
    public static IEnumerable<(string Text, long Line)> Read(IMultiStreamSource files, TextLoader.Options options, FieldSplitter splitter, bool skipHeader)
    {
        for (var file = 0; file < files.Count; file++)
        {
            using var reader = files.OpenTextReader(file);
            var (begun, line) = (false, 0L);
            while (reader.ReadLine() is { } text)
            {
                var first = ++line;
                if (text.Length == 0 || text.StartsWith("//", StringComparison.Ordinal) || !begun && text[0] == '#')
                    continue;
                while (options.AllowQuoting && options.ReadMultilines && splitter.EndsInsideQuotes(text) && reader.ReadLine() is { } next)
                {
                    line++;
                    text = text + "\n" + next;
                }
                if (!begun)
                {
                    begun = true;
                    if (skipHeader)
                        continue;
                }
                yield return (text, first);
            }
        }
    }
}
