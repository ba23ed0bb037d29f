using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// A checkpoint key with places for what varies: <c>{i}</c>, <c>{j}</c> and <c>{k}</c> are numbers, also as <c>{i+1}</c> or
/// <c>{2i+1}</c> where the other naming counts differently; <c>{p}</c> is <c>weight</c> or <c>bias</c>; <c>{rest}</c> is anything.
/// </summary>
internal sealed class KeyTemplate
{
    private static readonly Regex s_place = new(@"\{(?:(?<name>p|rest)|(?<factor>[0-9]*)(?<name>[ijk])(?:\+(?<offset>[0-9]+))?)\}", RegexOptions.CultureInvariant);

    private readonly string _text;
    private readonly Regex _pattern;
    private readonly Dictionary<string, (int Factor, int Offset)> _counts = [];

    public KeyTemplate(string text)
    {
        _text = text;
        var pattern = new StringBuilder("^");
        var end = 0;
        foreach (Match place in s_place.Matches(text))
        {
            pattern.Append(Regex.Escape(text[end..place.Index])).Append(Group(place));
            end = place.Index + place.Length;
        }
        _pattern = new Regex(pattern.Append(Regex.Escape(text[end..])).Append(@"\z").ToString(), RegexOptions.CultureInvariant);
    }

    /// <summary>What stands in the places of a key; null when the key is not of this form.</summary>
    public IReadOnlyDictionary<string, string>? Match(string key)
    {
        if (_pattern.Match(key) is not { Success: true } match)
            return null;
        Dictionary<string, string> places = [];
        foreach (var name in _pattern.GetGroupNames().Where(name => name != "0"))
        {
            var value = match.Groups[name].Value;
            if (_counts.TryGetValue(name, out var count))
            {
                var (number, remainder) = Math.DivRem(int.Parse(value, CultureInfo.InvariantCulture) - count.Offset, count.Factor);
                if (number < 0 || remainder != 0)
                    return null;
                value = number.ToString(CultureInfo.InvariantCulture);
            }
            places[name] = value;
        }
        return places;
    }

    /// <summary>The key with these in its places.</summary>
    public string Fill(IReadOnlyDictionary<string, string> places) => s_place.Replace(_text, place =>
    {
        var name = place.Groups["name"].Value;
        if (!_counts.TryGetValue(name, out var count))
            return places[name];
        return (int.Parse(places[name], CultureInfo.InvariantCulture) * count.Factor + count.Offset).ToString(CultureInfo.InvariantCulture);
    });

    private string Group(Match place)
    {
        var name = place.Groups["name"].Value;
        if (name == "p")
            return "(?<p>weight|bias)";
        if (name == "rest")
            return "(?<rest>.+)";
        _counts[name] = (Number(place.Groups["factor"], 1), Number(place.Groups["offset"], 0));
        return $"(?<{name}>[0-9]{{1,6}})";
    }

    private static int Number(Group group, int otherwise) => group.Length == 0 ? otherwise : int.Parse(group.Value, CultureInfo.InvariantCulture);
}
