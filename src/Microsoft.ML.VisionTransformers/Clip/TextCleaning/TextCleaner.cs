using System.Buffers;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>
/// What OpenAI's tokenizer does to text before it looks for words (openai/CLIP, <c>clip/simple_tokenizer.py</c>): repair, HTML references twice,
/// one space for each run of white space, lower case.
/// </summary>
internal static class TextCleaner
{
    // Nothing of the above but spaces and case concerns these: ASCII without control characters and the ampersand.
    private static readonly SearchValues<char> s_plain = SearchValues.Create(
        [.. "\t\n\f\r", .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c != '&')]);

    /// <param name="text">Any text.</param>
    /// <param name="repair">Whether to do what ftfy does.</param>
    public static string Clean(string text, bool repair)
    {
        if (!text.AsSpan().ContainsAnyExcept(s_plain))
            return Collapse(text).ToLowerInvariant();
        if (repair)
            text = TextFixer.Fix(text);
        text = HtmlUnescape.Of(HtmlUnescape.Of(text));
        return LowerCase.Of(PythonCharacters.Strip(Collapse(PythonCharacters.Strip(text))));
    }

    /// <summary>A space for each run of white space, none at the ends.</summary>
    private static string Collapse(ReadOnlySpan<char> text)
    {
        var collapsed = new StringBuilder(text.Length);
        var gap = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                gap = collapsed.Length > 0;
                continue;
            }
            if (gap)
                collapsed.Append(' ');
            gap = false;
            collapsed.Append(c);
        }
        return collapsed.ToString();
    }
}
