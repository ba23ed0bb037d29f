using System.Text;
using System.Text.Json;
using Microsoft.ML.Data;

/// <summary>Emoji in two styles with their names in two languages, as <c>build/emoji</c> fetches them: tables for <c>LoadImageTextPairs</c>.</summary>
internal sealed class EmojiSet
{
    private static readonly string[] s_styles = ["google", "twitter"], s_languages = ["en", "zh"];

    private readonly string _folder;
    private readonly List<(string Image, string[] Names)> _emoji = [];

    /// <param name="source">Where build/emoji put them.</param>
    /// <param name="folder">Where drawings on white and tables go.</param>
    /// <param name="most">How many to take.</param>
    public EmojiSet(string source, string folder, int most)
    {
        _folder = folder;
        var names = s_languages.Select(language => Names(Path.Combine(source, language + ".json"))).ToArray();
        using var list = JsonDocument.Parse(File.ReadAllText(Path.Combine(source, "emoji.json")));
        foreach (var emoji in list.RootElement.EnumerateArray())
        {
            string image = emoji.GetProperty("image").GetString()!, code = WithoutVariant(emoji.GetProperty("unified").GetString()!);
            if (_emoji.Count < most && s_styles.All(style => File.Exists(Path.Combine(source, style, image))) && names.All(known => known.ContainsKey(code)))
                _emoji.Add((image, [.. names.Select(known => known[code])]));
        }
        foreach (var style in s_styles)
        {
            var drawings = Directory.CreateDirectory(Path.Combine(folder, style)).FullName;
            foreach (var (image, _) in _emoji.Where(emoji => !File.Exists(Path.Combine(drawings, emoji.Image))))
                OnWhite(Path.Combine(source, style, image), Path.Combine(drawings, image));
        }
    }

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

    /// <summary>What lies under transparent pixels differs from style to style and is not to be learnt.</summary>
    private static void OnWhite(string from, string to)
    {
        using var image = MLImage.CreateFromFile(from);
        var pixels = image.Pixels.ToArray();
        for (var i = 0; i < pixels.Length; i += 4)
        {
            int alpha = pixels[i + 3];
            for (var c = 0; c < 3; c++)
                pixels[i + c] = (byte)((pixels[i + c] * alpha + 255 * (255 - alpha) + 127) / 255);
            pixels[i + 3] = 255;
        }
        using var opaque = MLImage.CreateFromPixels(image.Width, image.Height, image.PixelFormat, pixels);
        opaque.Save(to);
    }
}
