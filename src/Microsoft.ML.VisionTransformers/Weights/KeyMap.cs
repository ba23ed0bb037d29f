using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>A naming of weights: the table between its keys and ours, readable in both directions.</summary>
/// <param name="Name">What the naming is called, for messages.</param>
/// <param name="Sign">A key by which the naming is recognised, after the prefix.</param>
/// <param name="Prefixes">What may stand before every key; the first is written.</param>
/// <param name="Rules">The table; empty when the keys are ours.</param>
internal sealed record KeyMap(string Name, string Sign, IReadOnlyList<string> Prefixes, IReadOnlyList<KeyRule> Rules)
{
    /// <summary>Keys that carry no weights of the network and are left out without a word, such as buffers of indices.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    public bool Recognises(ICollection<string> keys) => Prefixes.Any(prefix => keys.Contains(prefix + Sign));

    /// <summary>
    /// Finds our tensors among theirs. <c>Ours</c> maps a key of ours to the keys it is made of, in order; what has no rule stays in
    /// <c>Unknown</c> under its own name.
    /// </summary>
    public (Dictionary<string, string[]> Ours, List<string> Unknown) Translate(IEnumerable<string> keys)
    {
        Dictionary<string, string?[]> found = [];
        List<string> unknown = [];
        foreach (var key in keys)
        {
            var bare = Strip(key);
            if (Ignored.Contains(bare))
                continue;
            if (Rules.Count == 0)
            {
                found[bare] = [key];
                continue;
            }
            var hit = Rules.Select(rule => (Rule: rule, Match: rule.FromTheirs(bare))).FirstOrDefault(pair => pair.Match is not null);
            if (hit.Match is not var (ours, part))
            {
                unknown.Add(key);
                continue;
            }
            if (!found.TryGetValue(ours, out var parts))
                found[ours] = parts = new string?[hit.Rule.Parts];
            parts[part] = key;
        }

        // A part without its siblings is no tensor of ours.
        foreach (var (ours, parts) in found.Where(pair => pair.Value.Contains(null)).ToList())
        {
            unknown.AddRange(parts.OfType<string>());
            found.Remove(ours);
        }
        return (found.ToDictionary(pair => pair.Key, pair => pair.Value.OfType<string>().ToArray()), unknown);
    }

    /// <summary>Their keys for one of ours, with the prefix that is written; our own key when no rule is for it.</summary>
    public string[] ToTheirs(string ours)
    {
        foreach (var rule in Rules)
        {
            if (rule.ToTheirs(ours) is { } theirs)
                return [.. theirs.Select(key => Unprefixed.Contains(key) ? key : Prefixes[0] + key)];
        }
        return [ours];
    }

    /// <summary>Keys that are written without the prefix, such as a classifier outside the backbone.</summary>
    public IReadOnlySet<string> Unprefixed { get; init; } = new HashSet<string>();

    /// <summary>A state dict of ours under their names, cut into their parts; the tensors are views or the same.</summary>
    public Dictionary<string, Tensor> Export(IReadOnlyDictionary<string, Tensor> ours)
    {
        Dictionary<string, Tensor> theirs = [];
        foreach (var (key, tensor) in ours)
        {
            var names = ToTheirs(key);
            var rows = tensor.shape.Length == 0 ? 1 : tensor.shape[0] / names.Length;
            for (var part = 0; part < names.Length; part++)
                theirs[names[part]] = names.Length == 1 ? tensor : tensor.narrow(0, part * rows, rows);
        }
        return theirs;
    }

    private string Strip(string key)
    {
        foreach (var prefix in Prefixes)
        {
            if (prefix.Length > 0 && key.StartsWith(prefix, StringComparison.Ordinal))
                return key[prefix.Length..];
        }
        return key;
    }
}
