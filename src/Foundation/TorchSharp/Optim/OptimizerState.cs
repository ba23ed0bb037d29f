using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers about one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(Device device) { }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    private protected static void LoadConditional(BinaryReader reader, ref Tensor result, Device device)
    {
        result?.Dispose();
        result = reader.ReadBoolean() ? TensorExtensionMethods.Load(reader).to(device, disposeAfter: true).DetachFromDisposeScope() : null;
    }

    /// <summary>A tensor of zeros like the parameter that outlives the scope it is made in.</summary>
    private protected Tensor Zeros()
    {
        using var detached = _parameter.detach();
        return zeros_like(detached).DetachFromDisposeScope();
    }

    private protected static void Move(ref Tensor tensor, Device device)
    {
        if (tensor is not null) tensor = tensor.to(device, disposeAfter: true).DetachFromDisposeScope();
    }

    /// <summary>A copy on the parameter's device, so that two optimizers never share memory.</summary>
    private protected void Copy(ref Tensor target, Tensor source)
    {
        if (ReferenceEquals(target, source)) return;
        target?.Dispose();
        target = source?.to(_parameter.device, copy: true).DetachFromDisposeScope();
    }
}
