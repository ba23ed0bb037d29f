namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

/// <summary>Tests that switch the kernels' instruction set must not run beside others of their kind.</summary>
[CollectionDefinition("Kernels", DisableParallelization = true)]
public class KernelCollection;
