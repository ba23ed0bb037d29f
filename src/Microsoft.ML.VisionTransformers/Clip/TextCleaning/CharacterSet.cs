using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>One place of a pattern: classes of characters, single ones, or a condition.</summary>
internal sealed record CharacterSet(MojibakeClasses Classes, string Others = "", Func<Rune, bool>? Condition = null)
{
    public static implicit operator CharacterSet(MojibakeClasses classes) => new(classes);

    public static implicit operator CharacterSet(string characters) => new(MojibakeClasses.None, characters);

    public static CharacterSet Where(Func<Rune, bool> condition) => new(MojibakeClasses.None, "", condition);

    /// <summary>How many chars of the text this place takes at an index; 0 when the character there isn't in the set.</summary>
    public int Match(ReadOnlySpan<char> text, ReadOnlySpan<MojibakeClasses> classes, int index)
    {
        if (index >= text.Length)
            return 0;
        if (Condition is null)
            return (classes[index] & Classes) != 0 || Others.Contains(text[index]) ? 1 : 0;
        var rune = PythonCharacters.RuneAt(text, index);
        return Condition(rune) ? (rune.IsBmp ? 1 : 2) : 0;
    }
}
