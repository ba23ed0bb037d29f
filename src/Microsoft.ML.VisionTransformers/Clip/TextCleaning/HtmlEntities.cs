using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>The 2,125 named character references of HTML 5, as Python's <c>html.entities.html5</c> has them.</summary>
internal static class HtmlEntities
{
    private static readonly Lazy<Dictionary<string, Entity>> s_byName = new(Read);

    /// <summary>What a name stands for.</summary>
    /// <param name="name">Without ampersand and semicolon.</param>
    /// <param name="semicolon">Whether a semicolon follows; a hundred old names do without.</param>
    public static string? Find(ReadOnlySpan<char> name, bool semicolon)
        => s_byName.Value.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var entity) && (semicolon || entity.Bare) ? entity.Text : null;

    /// <summary>Whether a name, or what it begins with, is one of those that need no semicolon.</summary>
    public static bool HasBarePrefix(ReadOnlySpan<char> name)
    {
        for (var length = 2; length <= name.Length; length++)
        {
            if (Find(name[..length], semicolon: false) is not null)
                return true;
        }
        return false;
    }

    private static Dictionary<string, Entity> Read()
    {
        Dictionary<string, Entity> byName = new(StringComparer.Ordinal);
        foreach (var line in DataResource.Lines("html5-entities.txt"))
        {
            var parts = line.Split(' ');
            var text = string.Concat(parts[1..].Select(part => new Rune(DataResource.Hex(part)).ToString()));
            byName[parts[0].TrimEnd('*')] = new Entity(text, Bare: parts[0].EndsWith('*'));
        }
        return byName;
    }

    /// <param name="Text">One or two characters.</param>
    /// <param name="Bare">Understood without a semicolon too.</param>
    private readonly record struct Entity(string Text, bool Bare);
}
