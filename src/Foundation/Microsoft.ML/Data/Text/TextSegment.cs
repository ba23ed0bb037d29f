namespace Microsoft.ML.Data;

/// <summary>Consecutive fields of a line, the end excluded; a variable one goes to the end of each line.</summary>
internal readonly record struct TextSegment(int Min, int Lim, bool ForceVector)
{
    public const int VariableLim = int.MaxValue;

    public bool IsVariable => Lim == VariableLim;
    public int Size => Lim - Min;
}
