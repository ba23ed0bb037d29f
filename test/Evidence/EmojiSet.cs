using System.Text;
using System.Text.Json;

/// <summary>Emoji in two styles with their names in two languages, as <c>build/emoji</c> fetches them: tables for <c>LoadImageTextPairs</c>.</summary>
internal sealed class EmojiSet
{
    private static readonly string[] s_styles = ["google", "twitter"], s_languages = ["en", "zh"];

    private readonly string _folder;
    private readonly List<(string Image, string[] Names)> _emoji = [];

    /// <param name="source">Where build/emoji put them.</param>
    /// <param name="folder">Where tables go.</param>
    /// <param name="most">How many to take.</param>
    public EmojiSet(string source, string folder, int most)
    {
        (Source, _folder) = (source, Directory.CreateDirectory(folder).FullName);
        var names = s_languages.Select(language => Names(Path.Combine(source, language + ".json"))).ToArray();
        using var list = JsonDocument.Parse(File.ReadAllText(Path.Combine(source, "emoji.json")));
        foreach (var emoji in list.RootElement.EnumerateArray())
        {
            string image = emoji.GetProperty("image").GetString()!, code = WithoutVariant(emoji.GetProperty("unified").GetString()!);
            if (_emoji.Count < most && s_styles.All(style => File.Exists(Path.Combine(source, style, image))) && names.All(known => known.ContainsKey(code)))
                _emoji.Add((image, [.. names.Select(known => known[code])]));
        }
    }

    /// <summary>The folder that the tables' paths begin at.</summary>
    public string Source { get; }

    public int Count => _emoji.Count;

    /// <summary>A table of drawings and names, a row a name.</summary>
    /// <param name="style">google or twitter.</param>
    /// <param name="languages">en, zh or both.</param>
    public string Table(string style, params string[] languages)
    {
        var path = Path.Combine(_folder, $"{style}-{string.Join('-', languages)}.csv");
        var text = new StringBuilder("image,caption\n");
        foreach (var (image, names) in _emoji)
            foreach (var language in languages)
                text.Append($"{style}/{image},\"{names[Array.IndexOf(s_languages, language)].Replace("\"", "\"\"")}\"\n");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    private static Dictionary<string, string> Names(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.EnumerateArray().ToDictionary(emoji => WithoutVariant(emoji.GetProperty("hexcode").GetString()!), emoji => emoji.GetProperty("label").GetString()!);
    }

    // The two sources differ in where they write the code that asks for the drawing instead of the letter.
    private static string WithoutVariant(string code) => string.Join('-', code.Split('-').Where(part => part != "FE0F"));
}
