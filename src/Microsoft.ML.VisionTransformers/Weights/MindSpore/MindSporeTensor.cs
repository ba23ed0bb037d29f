namespace Microsoft.ML.VisionTransformers.Weights.MindSpore;

/// <summary>Where one tensor is in a checkpoint of MindSpore, which cuts long ones into slices.</summary>
/// <param name="Type">Of the elements.</param>
/// <param name="Shape">Of the whole tensor.</param>
/// <param name="Slices">Of its bytes, in order.</param>
internal sealed record MindSporeTensor(SafetensorsType Type, long[] Shape, List<(long Offset, long Length)> Slices);
