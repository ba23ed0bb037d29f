using System.Globalization;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>
/// Unicode's normalization form C (UAX 15): canonical decomposition, ordering and composition. Not <see cref="string.Normalize()"/>: that
/// leaves every text as it is in programs that run with <c>InvariantGlobalization</c>, and their tokens would differ.
/// </summary>
internal static class CanonicalComposition
{
    // Every text below this is in form C: no character there combines with another.
    private const char FirstMark = '\u0300';

    // Hangul syllables by the formula of the Unicode Standard, section 3.12.
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TailCount = 28, SyllableCount = LeadCount * VowelCount * TailCount;

    private static readonly Lazy<Tables> s_tables = new(Read);

    public static string Normalize(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstMark, '\uFFFF'))
            return text;
        List<(int Character, int Class)> characters = new(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, characters);
        Order(characters);
        Compose(characters);
        var composed = new StringBuilder(text.Length);
        foreach (var (character, _) in characters)
            composed.Append(new Rune(character).ToString());
        return composed.ToString();
    }

    private static void Decompose(int character, List<(int, int)> into)
    {
        var syllable = character - SyllableBase;
        if (syllable is >= 0 and < SyllableCount)
        {
            into.Add((LeadBase + syllable / (VowelCount * TailCount), 0));
            into.Add((VowelBase + syllable / TailCount % VowelCount, 0));
            if (syllable % TailCount is > 0 and var tail)
                into.Add((TailBase + tail, 0));
        }
        else if (s_tables.Value.Pieces.TryGetValue(character, out var pieces))
        {
            Decompose(pieces.First, into);
            if (pieces.Second != 0)
                Decompose(pieces.Second, into);
        }
        else
        {
            into.Add((character, s_tables.Value.Classes.GetValueOrDefault(character)));
        }
    }

    /// <summary>Sorts each run of marks by class, keeping the order of equals.</summary>
    private static void Order(List<(int Character, int Class)> characters)
    {
        for (var start = 0; start < characters.Count; start++)
        {
            if (characters[start].Class == 0)
                continue;
            var end = start;
            while (end < characters.Count && characters[end].Class != 0)
                end++;
            var sorted = characters.GetRange(start, end - start).OrderBy(mark => mark.Class).ToList();
            for (var i = start; i < end; i++)
                characters[i] = sorted[i - start];
            start = end;
        }
    }

    private static void Compose(List<(int Character, int Class)> characters)
    {
        var (kept, starter, previousClass) = (0, -1, 0);
        foreach (var (character, mark) in characters.ToArray())
        {
            // A mark is blocked from the starter by one of its own class or a higher one between them, a starter by anything.
            var blocked = starter < kept - 1 && previousClass >= mark;
            if (starter >= 0 && !blocked && Composite(characters[starter].Character, character) is { } composite)
            {
                characters[starter] = (composite, 0);
                continue;
            }
            if (mark == 0)
                starter = kept;
            previousClass = mark;
            characters[kept++] = (character, mark);
        }
        characters.RemoveRange(kept, characters.Count - kept);
    }

    private static int? Composite(int first, int second)
    {
        if (first - LeadBase is >= 0 and < LeadCount and var lead && second - VowelBase is >= 0 and < VowelCount and var vowel)
            return SyllableBase + (lead * VowelCount + vowel) * TailCount;
        if (first - SyllableBase is >= 0 and < SyllableCount and var syllable && syllable % TailCount == 0 && second - TailBase is > 0 and < TailCount and var tail)
            return first + tail;
        return s_tables.Value.Composites.TryGetValue((first, second), out var composite) ? composite : null;
    }

    private static Tables Read()
    {
        var tables = new Tables([], [], []);
        foreach (var line in DataResource.Lines("canonical-composition.txt"))
        {
            if (line.IndexOf("..", StringComparison.Ordinal) is > 0 and var dots)
            {
                var equals = line.IndexOf('=');
                for (var mark = DataResource.Hex(line.AsSpan(0, dots)); mark <= DataResource.Hex(line.AsSpan(dots + 2, equals - dots - 2)); mark++)
                    tables.Classes[mark] = int.Parse(line.AsSpan(equals + 1), CultureInfo.InvariantCulture);
                continue;
            }
            var composes = line[0] != '-';
            int[] parts = [.. line.TrimStart('-').Split(' ').Select(part => DataResource.Hex(part))];
            var pieces = (parts[1], parts.Length > 2 ? parts[2] : 0);
            tables.Pieces[parts[0]] = pieces;
            if (composes)
                tables.Composites[pieces] = parts[0];
        }
        return tables;
    }

    private sealed record Tables(
        Dictionary<int, (int First, int Second)> Pieces, Dictionary<(int First, int Second), int> Composites, Dictionary<int, int> Classes);
}
