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

    /// <summary>
    /// The grid of that many patches: of an image where that has as many, or else the square one; null when neither has.
    /// </summary>
    /// <param name="patches">Patches there are.</param>
    /// <param name="image">Pixels of the image that they may be of.</param>
    /// <param name="patch">Side of a patch in pixels.</param>
    public static PatchGrid? Of(long patches, (int Height, int Width)? image, int patch)
        => image is var (height, width) && (long)(height / patch) * (width / patch) == patches ? new PatchGrid(height / patch, width / patch) : Square(patches);

    /// <summary>The grid of a position table: where nothing says the image, as many rows as the network has are taken to be the network's own.</summary>
    /// <param name="patches">Rows of the table that are of patches.</param>
    /// <param name="image">Pixels of the image that it was learnt on; null when nothing says.</param>
    /// <param name="patch">Side of a patch in pixels.</param>
    /// <param name="network">The network's grid.</param>
    public static PatchGrid? OfTable(long patches, (int Height, int Width)? image, int patch, PatchGrid network)
        => image is null && patches == network.Count ? network : Of(patches, image, patch);

    public override string ToString() => $"{Rows}x{Columns}";
}
