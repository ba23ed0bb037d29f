namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>A number for each patch.</summary>
/// <param name="Values">Rows from the top, columns from the left.</param>
/// <param name="Stride">Pixels of the network's input, along each side, to a patch.</param>
internal sealed record PatchMap(float[,] Values, int Stride)
{
    /// <summary>From numbers in the order of tokens.</summary>
    public static PatchMap From(ReadOnlySpan<float> values, int rows, int columns, int stride)
    {
        var map = new float[rows, columns];
        for (var i = 0; i < values.Length; i++)
            map[i / columns, i % columns] = values[i];
        return new(map, stride);
    }

    /// <summary>The same from 0 for the smallest to 1 for the largest; 0 all over where they don't differ.</summary>
    public PatchMap Scaled()
    {
        var all = Values.Cast<float>();
        var (least, most) = (all.Min(), all.Max());
        var scaled = new float[Values.GetLength(0), Values.GetLength(1)];
        if (most > least)
        {
            for (var row = 0; row < scaled.GetLength(0); row++)
                for (var column = 0; column < scaled.GetLength(1); column++)
                    scaled[row, column] = (Values[row, column] - least) / (most - least);
        }
        return new(scaled, Stride);
    }

    /// <summary>The value at a point of the input, in pixels from its corner: a patch's own at its centre, bilinear between centres.</summary>
    public float At(double x, double y)
    {
        var (top, bottom, down) = Between(y, Values.GetLength(0));
        var (left, right, across) = Between(x, Values.GetLength(1));
        var above = Values[top, left] + (Values[top, right] - Values[top, left]) * across;
        var below = Values[bottom, left] + (Values[bottom, right] - Values[bottom, left]) * across;
        return above + (below - above) * down;
    }

    private (int Before, int After, float Share) Between(double pixel, int patches)
    {
        var at = Math.Clamp(pixel / Stride - 0.5, 0, patches - 1);
        var before = (int)at;
        return (before, Math.Min(before + 1, patches - 1), (float)(at - before));
    }
}
