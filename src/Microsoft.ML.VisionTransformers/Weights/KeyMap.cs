using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>A naming of weights: the table between its keys and ours, readable in both directions.</summary>
/// <param name="Name">What the naming is called, for messages.</param>
/// <param name="Sign">A key by which the naming is recognised, after the prefix.</param>
/// <param name="Prefixes">What may stand before every key; the first is written.</param>
/// <param name="Rules">The table; empty when the keys are ours.</param>
internal sealed record KeyMap(string Name, string Sign, IReadOnlyList<string> Prefixes, IReadOnlyList<KeyRule> Rules)
{
    private IReadOnlyList<KeyTemplate> _ignored = [];
    private IReadOnlyList<KeyTemplate> _unprefixed = [];

    /// <summary>Keys that carry no weights of the network and are left out without a word, such as buffers of indices; <see cref="KeyTemplate"/>s.</summary>
    public IReadOnlyList<string> Ignored
    {
        init => _ignored = [.. value.Select(template => new KeyTemplate(template))];
    }

    /// <summary>Keys that are written without the prefix, such as a classifier outside the backbone; <see cref="KeyTemplate"/>s.</summary>
    public IReadOnlySet<string> Unprefixed
    {
        init => _unprefixed = [.. value.Select(template => new KeyTemplate(template))];
    }

    /// <summary>The ignored among a checkpoint's keys, without their prefix: nothing is read of them, but their shapes may tell sizes.</summary>
    public IEnumerable<(string Bare, string Key)> IgnoredAmong(IEnumerable<string> keys)
        => keys.Select(key => (Bare: Strip(key), Key: key)).Where(pair => _ignored.Any(template => template.Match(pair.Bare) is not null));

    public bool Recognises(ICollection<string> keys) => Prefixes.Any(prefix => keys.Contains(prefix + Sign));

    /// <summary>Finds our tensors among theirs; what has no rule stays in <c>Unknown</c> under its own name.</summary>
    public (Dictionary<string, KeySource> Ours, List<string> Unknown) Translate(IEnumerable<string> keys)
    {
        Dictionary<string, KeySource> sources = [];
        Dictionary<string, (KeyRule Rule, string?[] Keys)> joined = [];
        List<string> unknown = [];
        foreach (var key in keys)
        {
            var bare = Strip(key);
            if (_ignored.Any(template => template.Match(bare) is not null))
                continue;
            if (Rules.Count == 0)
            {
                sources[bare] = new KeySource([key]);
                continue;
            }
            var (rule, ours, part) = Find(bare);
            if (rule is null)
            {
                unknown.Add(key);
                continue;
            }
            if (rule.OurParts > 1)
            {
                for (var share = 0; share < ours.Length; share++)
                {
                    if (ours[share] is { } name)
                        sources[name] = new KeySource([key], share, rule.OurParts);
                }
                continue;
            }
            if (!joined.TryGetValue(ours[0]!, out var found))
                joined[ours[0]!] = found = (rule, new string?[rule.TheirParts]);
            found.Keys[part] = key;
        }

        foreach (var (ours, (rule, parts)) in joined)
        {
            // A part without its siblings is no tensor of ours.
            if (parts.Contains(null))
                unknown.AddRange(parts.OfType<string>());
            else
                sources[ours] = new KeySource([.. parts.OfType<string>()], Transposed: rule.Transposed);
        }
        return (sources, unknown);
    }

    /// <summary>Their keys for one of ours, with the prefix that is written; our own key when no rule is for it.</summary>
    public string[] ToTheirs(string ours)
        => FindOurs(ours) is var (_, theirs, _) ? theirs : [ours];

    /// <summary>A state dict of ours under their names, cut into or put together from their parts; the tensors are views or the same where they can be.</summary>
    public Dictionary<string, Tensor> Export(IReadOnlyDictionary<string, Tensor> ours)
    {
        Dictionary<string, Tensor> theirs = [];
        Dictionary<string, Tensor?[]> shares = [];
        foreach (var (key, tensor) in ours)
        {
            if (FindOurs(key) is not var (rule, names, share))
            {
                theirs[key] = tensor;
                continue;
            }
            if (rule.OurParts > 1)
            {
                if (!shares.TryGetValue(names[0], out var parts))
                    shares[names[0]] = parts = new Tensor?[rule.OurParts];
                parts[share] = tensor;
                continue;
            }
            var rows = tensor.shape.Length == 0 ? 1 : tensor.shape[0] / names.Length;
            for (var part = 0; part < names.Length; part++)
                theirs[names[part]] = names.Length > 1 ? tensor.narrow(0, part * rows, rows) : rule.Transposed ? tensor.t() : tensor;
        }
        foreach (var (name, parts) in shares)
        {
            var like = parts.OfType<Tensor>().First();
            theirs[name] = cat([.. parts.Select(part => part ?? zeros_like(like))], 0);
        }
        return theirs;
    }

    private (KeyRule? Rule, string?[] Ours, int Part) Find(string theirs)
    {
        foreach (var rule in Rules)
        {
            if (rule.FromTheirs(theirs) is var (ours, part))
                return (rule, ours, part);
        }
        return (null, [], 0);
    }

    private (KeyRule Rule, string[] Theirs, int Share)? FindOurs(string ours)
    {
        foreach (var rule in Rules)
        {
            if (rule.ToTheirs(ours) is var (theirs, share))
                return (rule, [.. theirs.Select(key => _unprefixed.Any(template => template.Match(key) is not null) ? key : Prefixes[0] + key)], share);
        }
        return null;
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
