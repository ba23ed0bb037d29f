using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

// What of the network is trained, and from when.
public abstract partial class TrainingOptions
{
    /// <summary>
    /// What is trained. Default all of the network. <see cref="TrainedPart.Head"/> is a linear probe: it needs published weights, stands larger
    /// learning rates and no weight decay, and is the better choice where there are only a few images a class.
    /// </summary>
    public TrainedPart TrainOnly = TrainedPart.All;

    /// <summary>
    /// Blocks from the input on whose weights stay as they are, with the embeddings before them; 0 = the embeddings alone. Swin's blocks count
    /// through all stages. Default null: nothing is frozen. Frozen blocks run
    /// without dropout and stochastic depth, and no gradients are computed for them.
    /// </summary>
    public int? FrozenBlocks;

    /// <summary>
    /// Epochs after which all that is frozen is trained with the rest, at the schedule's learning rate; its optimizer state begins then. Default
    /// null: it stays frozen.
    /// </summary>
    public int? ThawAfterEpochs;

    /// <summary>Whether something is not trained at first.</summary>
    internal bool Freezes => TrainOnly != TrainedPart.All || FrozenBlocks is not null;

    /// <summary>Which parameters a trainer's own settings leave as they are, by name; null: they leave none.</summary>
    internal virtual Func<string, bool>? Locked(nn.Module network) => null;

    private void ValidateFreezing()
    {
        Check(Enum.IsDefined(TrainOnly), nameof(TrainOnly), TrainOnly, "one of its names");
        Check(FrozenBlocks is null or >= 0, nameof(FrozenBlocks), FrozenBlocks ?? 0, "at least 0, or null");
        Check(ThawAfterEpochs is null or >= 1, nameof(ThawAfterEpochs), ThawAfterEpochs ?? 0, "at least 1, or null");
    }
}
