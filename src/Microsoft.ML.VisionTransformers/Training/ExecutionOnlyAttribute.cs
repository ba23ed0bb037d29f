namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Marks a setting of how a training is run, which doesn't change what comes out of it: a run may go on with another value.</summary>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class ExecutionOnlyAttribute : Attribute;
