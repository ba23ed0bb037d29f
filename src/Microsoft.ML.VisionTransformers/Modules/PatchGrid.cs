namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>Rows and columns of patches; tokens run row by row.</summary>
internal readonly record struct PatchGrid(int Rows, int Columns)
{
    public int Count => Rows * Columns;

    /// <summary>The square grid of that many patches, or null when the number is no square.</summary>
    public static PatchGrid? Square(long patches)
    {
        var side = (int)Math.Round(Math.Sqrt(patches));
        return side > 0 && (long)side * side == patches ? new PatchGrid(side, side) : null;
    }

    public override string ToString() => $"{Rows}x{Columns}";
}
