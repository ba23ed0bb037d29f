using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// Dynamic loss scaling with the numbers and rules of torch.cuda.amp.GradScaler (Micikevicius et al., "Mixed Precision Training", 2018): a larger
/// loss has larger gradients, which 16-bit floats can hold; when one overflows, the step is skipped and the scale halves.
/// </summary>
internal sealed class LossScaler(double scale = LossScaler.DefaultScale)
{
    public const double DefaultScale = 65536;

    private const double Growth = 2;
    private const double Backoff = 0.5;
    private const int GrowthInterval = 2000;

    // Below the smallest normal 16-bit float an overflow is no matter of scale; the step is taken then, and the loss will say what is wrong.
    private const double Smallest = 1.0 / (1 << 14);

    /// <summary>As of the last step: saved with a run, and set when it goes on.</summary>
    public LossScaling State { get; set; } = new(scale);

    /// <summary>Divides gradients by the scale, decides whether they make a step, and adapts the scale.</summary>
    /// <returns>False when one overflowed.</returns>
    public bool Unscale(IEnumerable<Tensor> gradients)
    {
        bool isSound = Divide(gradients);
        bool grows = isSound && State.Steps + 1 == GrowthInterval;
        bool skips = !isSound && State.Scale >= Smallest;
        double factor = grows ? Growth : isSound ? 1 : Backoff;
        double next = float.IsFinite((float)(State.Scale * factor)) ? State.Scale * factor : State.Scale;
        State = new LossScaling(next, grows || !isSound ? 0 : State.Steps + 1, State.Skipped + (skips ? 1 : 0));
        return !skips;
    }

    private bool Divide(IEnumerable<Tensor> gradients)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        List<Tensor> sound = [];
        foreach (var gradient in gradients)
            sound.Add(gradient.mul_(1 / State.Scale).isfinite().all());
        return sound.Count == 0 || stack(sound).all().item<bool>(); // asked once: on a GPU each question waits for all before it
    }
}
