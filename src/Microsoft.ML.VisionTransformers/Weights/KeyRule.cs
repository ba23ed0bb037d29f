using System.Text.RegularExpressions;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// One line of a table between our keys and another naming. <c>{i}</c> stands for a number and <c>{p}</c> for <c>weight</c> or
/// <c>bias</c>. Several names on the other side are the parts that ours is the concatenation of, row by row.
/// </summary>
internal sealed class KeyRule
{
    private readonly string _ours;
    private readonly string[] _theirs;
    private readonly Regex _oursPattern;
    private readonly Regex[] _theirPatterns;

    public KeyRule(string ours, params string[] theirs)
    {
        _ours = ours;
        _theirs = theirs;
        _oursPattern = Pattern(ours);
        _theirPatterns = [.. theirs.Select(Pattern)];
    }

    public int Parts => _theirs.Length;

    /// <summary>Our key for one of theirs, and which part of it that is; null when the rule is not for it.</summary>
    public (string Ours, int Part)? FromTheirs(string key)
    {
        for (var part = 0; part < _theirs.Length; part++)
        {
            if (_theirPatterns[part].Match(key) is { Success: true } match)
                return (Fill(_ours, match), part);
        }
        return null;
    }

    /// <summary>Their keys for ours, in the order of concatenation; null when the rule is not for it.</summary>
    public string[]? ToTheirs(string key)
        => _oursPattern.Match(key) is { Success: true } match ? [.. _theirs.Select(theirs => Fill(theirs, match))] : null;

    private static Regex Pattern(string template)
        => new("^" + Regex.Escape(template).Replace(@"\{i}", "(?<i>[0-9]+)").Replace(@"\{p}", "(?<p>weight|bias)") + "$",
            RegexOptions.CultureInvariant);

    private static string Fill(string template, Match match)
        => template.Replace("{i}", match.Groups["i"].Value).Replace("{p}", match.Groups["p"].Value);
}
