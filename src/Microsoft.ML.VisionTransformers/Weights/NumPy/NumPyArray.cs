namespace Microsoft.ML.VisionTransformers.Weights.NumPy;

/// <summary>What the header of one array says.</summary>
/// <param name="Type">Of the elements.</param>
/// <param name="Shape">The sides, slowest first.</param>
/// <param name="DataStart">Where the numbers begin, counted from the header.</param>
internal sealed record NumPyArray(SafetensorsType Type, long[] Shape, int DataStart)
{
    /// <summary>Bytes of all numbers; null when they are too many to count.</summary>
    public long? ByteCount
    {
        get
        {
            Int128 count = Type.Size;
            foreach (var side in Shape)
            {
                count *= side;
                if (count > long.MaxValue)
                    return null;
            }
            return (long)count;
        }
    }
}
