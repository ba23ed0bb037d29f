using Microsoft.ML.VisionTransformers.Architectures;

namespace Microsoft.ML.VisionTransformers.Weights.Export;

/// <summary>Collects why a network cannot be written for a library, so that all reasons are named at once.</summary>
internal sealed class ExportLimits(VisionConfiguration network, string library)
{
    private readonly List<string> _reasons = [];
    private readonly List<string> _notes = [];

    /// <summary>Without this the library has no such network.</summary>
    public ExportLimits Need(bool fulfilled, string reason)
    {
        if (!fulfilled)
            _reasons.Add(reason);
        return this;
    }

    /// <summary>Without this its network differs a little.</summary>
    public ExportLimits Prefer(bool fulfilled, string note)
    {
        if (!fulfilled)
            _notes.Add(note);
        return this;
    }

    /// <summary>The notes, when nothing is in the way.</summary>
    /// <exception cref="NotSupportedException">Something is; the message names all of it.</exception>
    public IReadOnlyList<string> Check() => _reasons.Count == 0 ? _notes
        : throw new NotSupportedException($"{library} cannot express this {network.Family}: {string.Join("; ", _reasons)}.");
}
