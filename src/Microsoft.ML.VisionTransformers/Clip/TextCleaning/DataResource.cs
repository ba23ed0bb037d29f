using System.Globalization;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>The tables beside these files, which are built into the assembly.</summary>
internal static class DataResource
{
    /// <summary>The lines of a table, without its comments.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        var resource = $"{typeof(DataResource).Namespace}.{name}";
        using var stream = typeof(DataResource).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {resource}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line;
        }
    }

    public static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
