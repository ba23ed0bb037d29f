using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Which column a transform makes of which; the same one when no input is named.</summary>
public sealed class InputOutputColumnPair
{
    public InputOutputColumnPair(string outputColumnName, string inputColumnName = null)
    {
        Contracts.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName ?? outputColumnName;
    }

    public string OutputColumnName { get; }
    public string InputColumnName { get; }

    internal static (string outputColumnName, string inputColumnName)[] ToTuples(InputOutputColumnPair[] pairs) =>
        Array.ConvertAll(pairs, pair => (pair.OutputColumnName, pair.InputColumnName));
}
