using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Gradient checkpointing (Chen et al., "Training Deep Nets with Sublinear Memory Cost", 2016): of what a block computes only its inputs are kept,
/// and when the backward pass arrives the block runs once more, with the same random numbers. Memory for activations shrinks to that of one block
/// and one tensor for each other; time grows by a forward pass. On the CPU losses and gradients stay the same to the bit.
/// </summary>
internal sealed class Recomputation : autograd.SingleTensorFunction<Recomputation>
{
    private const string Run = nameof(Run);

    public override string Name => nameof(Recomputation);

    /// <summary>Runs a block so, if a gradient is wanted.</summary>
    /// <param name="block">Whose weights and stochastic depth <paramref name="body"/> uses; all weights that are trained, at each run.</param>
    /// <param name="body">The block itself, on inputs of its own; it depends on nothing that changes until the backward pass.</param>
    /// <param name="inputs">What it takes.</param>
    public static Tensor Apply(nn.Module block, Func<IReadOnlyList<Tensor>, Tensor> body, params Tensor[] inputs)
    {
        Tensor[] weights = [.. block.parameters().Where(parameter => parameter.requires_grad)];
        if (!is_grad_enabled() || weights.Length == 0 && !inputs.Any(input => input.requires_grad))
            return body(inputs);
        using var scope = NewDisposeScope();
        // Weights are arguments, so that there is a step to go back through even where no input takes a gradient.
        return apply([new BlockRun(block, body, inputs.Length, weights), .. inputs, .. weights]).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var run = (BlockRun)vars[0];
        List<Tensor> inputs = [.. vars.Skip(1).Take(run.Inputs).Cast<Tensor>()];
        var (output, drawn) = run.First(inputs);
        ctx.save_data(Run, run);
        ctx.save_for_backward([.. inputs, .. drawn]);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var run = (BlockRun)ctx.get_data(Run);
        var saved = ctx.get_saved_variables();
        List<Tensor> given = saved[..run.Inputs];
        var inputs = BlockRun.Detached(given);
        var output = run.Again(inputs, saved[run.Inputs..]);
        var gradients = new Queue<Tensor>(autograd.grad([output], [.. inputs.Where(input => input.requires_grad), .. run.Weights], [grad_output]));
        // The run itself has no gradient. For an input that wants none, something has to stand there.
        return [null!, .. given.Select(input => input.requires_grad ? Next() : input.MoveToOuterDisposeScope()), .. run.Weights.Select(_ => Next())];

        Tensor Next() => gradients.Dequeue().MoveToOuterDisposeScope();
    }
}
