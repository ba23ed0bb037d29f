namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>The name of a class or function of Python. It is never looked up: what it means is decided by <see cref="TorchGlobals"/>.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}
