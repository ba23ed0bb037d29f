using System.Text;
using Microsoft.ML.VisionTransformers.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// While one of these lasts, networks that are built draw no first values: a checkpoint is about to bring them, and drawing hundreds of
/// millions of them takes seconds. What it then doesn't bring is drawn afterwards, weight by weight.
/// </summary>
internal sealed class DeferredInitialization : IDisposable
{
    [ThreadStatic]
    private static DeferredInitialization? s_current;

    private readonly Dictionary<nint, Action<Generator>> _drawings = [];

    private DeferredInitialization()
    {
    }

    /// <summary>Defers what this thread initialises until it is disposed of; the drawings stay.</summary>
    public static DeferredInitialization Begin()
    {
        if (s_current is not null)
            throw new InvalidOperationException("First values are deferred already.");
        return s_current = new DeferredInitialization();
    }

    /// <summary>Whether one lasts on this thread.</summary>
    public static bool IsUnderWay => s_current is not null;

    /// <summary>Whether a drawing is put off; if not, it is up to the caller to do it now.</summary>
    internal static bool Defers(Tensor weight, Action<Generator> draw)
    {
        if (s_current is not { } current || weight.numel() == 0)
            return false;
        // A weight is known by its memory: the objects for it come and go.
        current._drawings[Address(weight)] = draw;
        return true;
    }

    /// <summary>Draws the first values of one weight, the same for the same seed and name whatever else is drawn.</summary>
    /// <param name="name">The weight's name in its network.</param>
    /// <param name="weight">The weight; left as it is when building it set it at once, as norms do.</param>
    /// <param name="seed">The network's seed.</param>
    public void Draw(string name, Tensor weight, long seed)
    {
        if (weight.numel() == 0 || !_drawings.TryGetValue(Address(weight), out var draw))
            return;
        using var generator = new Generator(Mix(name, seed));
        draw(generator);
    }

    public void Dispose()
    {
        if (s_current == this)
            s_current = null;
    }

    // FNV-1a over the name, started from the seed.
    private static ulong Mix(string name, long seed)
        => Encoding.UTF8.GetBytes(name).Aggregate(Fnv1a.Start ^ unchecked((ulong)seed), (hash, letter) => Fnv1a.Add(hash, letter));

    private static unsafe nint Address(Tensor weight) => (nint)KernelTensor.Address(weight);
}
