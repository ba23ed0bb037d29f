namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>PNG stores each row as differences from its neighbours, by one of five rules a row.</summary>
internal static class PngFilter
{
    /// <param name="filter">Number of the rule.</param>
    /// <param name="row">The differences; the bytes themselves afterwards.</param>
    /// <param name="above">The row above, undone; zeros for the first.</param>
    /// <param name="left">Bytes to the neighbour on the left.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int left)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var i = left; i < row.Length; i++)
                    row[i] += row[i - left];
                break;
            case 2:
                for (var i = 0; i < row.Length; i++)
                    row[i] += above[i];
                break;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)((above[i] + (i < left ? 0 : row[i - left])) / 2);
                break;
            case 4:
                for (var i = 0; i < row.Length; i++)
                    row[i] += i < left ? above[i] : Paeth(row[i - left], above[i], above[i - left]);
                break;
            default:
                throw new InvalidDataException($"a row has the unknown filter {filter}");
        }
    }

    /// <summary>The neighbour that is nearest to left + above - corner.</summary>
    private static byte Paeth(byte left, byte above, byte corner)
    {
        var (a, b) = (Math.Abs(above - corner), Math.Abs(left - corner));
        var c = Math.Abs(left + above - 2 * corner);
        return a <= b && a <= c ? left : b <= c ? above : corner;
    }
}
