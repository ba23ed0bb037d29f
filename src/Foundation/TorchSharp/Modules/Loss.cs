using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A loss of a prediction and a target.</summary>
public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    public Loss(nn.Reduction reduction = nn.Reduction.Mean) : base(nameof(Loss<T1, T2, TResult>)) => this.reduction = reduction;

    public nn.Reduction reduction { get; }
}
