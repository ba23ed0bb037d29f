using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>How one of our tensors comes out of a checkpoint's.</summary>
/// <param name="Keys">Their keys; the tensors follow each other along the first dimension.</param>
/// <param name="Part">Which of <paramref name="Parts"/> equal shares of the rows is ours.</param>
/// <param name="Parts">1 when all of it is ours.</param>
/// <param name="Transposed">Whether ours is the matrix transposed.</param>
internal sealed record KeySource(IReadOnlyList<string> Keys, int Part = 0, int Parts = 1, bool Transposed = false)
{
    /// <summary>Type and shape of our tensor.</summary>
    public TensorEntry Entry(IReadOnlyDictionary<string, TensorEntry> theirs)
    {
        var first = theirs[Keys[0]];
        if (first.Shape.Count == 0)
            return first;
        long[] shape = [Keys.Sum(key => theirs[key].Shape is [var rows, ..] ? rows : 0) / Parts, .. first.Shape.Skip(1)];
        return first with { Shape = Transposed ? [.. shape.Reverse()] : shape };
    }

    /// <summary>Our tensor; a view or memory of its own.</summary>
    public Tensor Load(Func<string, Tensor> theirs)
    {
        var whole = Keys.Count == 1 ? theirs(Keys[0]) : cat([.. Keys.Select(theirs)], 0);
        if (Parts > 1)
            whole = whole.narrow(0, Part * (whole.shape[0] / Parts), whole.shape[0] / Parts);
        return Transposed ? whole.t() : whole;
    }
}
