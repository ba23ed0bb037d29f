namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// One line of a table between our keys and another naming, by <see cref="KeyTemplate"/>s. One side may be several tensors whose rows,
/// one after the other, are the tensor on the other side.
/// </summary>
internal sealed class KeyRule
{
    private readonly KeyTemplate?[] _ours;
    private readonly KeyTemplate[] _theirs;

    /// <summary>Our tensor is theirs, or the concatenation of several of theirs.</summary>
    public KeyRule(string ours, params string[] theirs) : this([ours], theirs)
    {
    }

    private KeyRule(string?[] ours, string[] theirs)
    {
        _ours = [.. ours.Select(template => template is null ? null : new KeyTemplate(template))];
        _theirs = [.. theirs.Select(template => new KeyTemplate(template))];
    }

    /// <summary>
    /// Our tensors are equal shares of the rows of one of theirs. A share that we have no tensor for is null: it is not read, and
    /// written as zeros.
    /// </summary>
    public static KeyRule Split(string?[] ours, string theirs) => new(ours, [theirs]);

    /// <summary>Our matrix is theirs transposed.</summary>
    public static KeyRule Transpose(string ours, string theirs) => new(ours, theirs) { Transposed = true };

    public bool Transposed { get; private init; }

    /// <summary>Tensors on their side.</summary>
    public int TheirParts => _theirs.Length;

    /// <summary>Tensors on our side.</summary>
    public int OurParts => _ours.Length;

    /// <summary>What one of their keys is to us: our keys, by share (null where we have none), and which part of ours theirs is; null when the rule is not for it.</summary>
    public (string?[] Ours, int Part)? FromTheirs(string key)
    {
        for (var part = 0; part < _theirs.Length; part++)
        {
            if (_theirs[part].Match(key) is { } places)
                return ([.. _ours.Select(ours => ours?.Fill(places))], part);
        }
        return null;
    }

    /// <summary>Their keys for one of ours, in the order of concatenation, and which share of theirs ours is; null when the rule is not for it.</summary>
    public (string[] Theirs, int Part)? ToTheirs(string key)
    {
        for (var part = 0; part < _ours.Length; part++)
        {
            if (_ours[part]?.Match(key) is { } places)
                return ([.. _theirs.Select(theirs => theirs.Fill(places))], part);
        }
        return null;
    }
}
