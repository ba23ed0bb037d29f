namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>A merge that makes no sense; whoever read it knows the file and the line.</summary>
/// <param name="index">Which merge, from 0.</param>
/// <param name="problem">What is wrong with it.</param>
internal sealed class MergeException(int index, string problem) : Exception(problem)
{
    public int Index { get; } = index;
}
