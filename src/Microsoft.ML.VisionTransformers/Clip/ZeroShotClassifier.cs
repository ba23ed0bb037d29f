using TorchSharp;
using Microsoft.ML.VisionTransformers.Objectives;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// Classifies images by texts instead of examples (Radford et al., 2021, section 3.1): a class is the direction that several texts about it point
/// to on average.
/// </summary>
internal sealed class ZeroShotClassifier : IDisposable
{
    /// <summary>The factor on cosines in OpenAI's evaluation: the limit of the learned one, which most published weights have reached.</summary>
    public const double LogitScale = 100;

    private readonly Tensor _weights;

    private ZeroShotClassifier(Tensor weights) => _weights = weights.DetachFromDisposeScope();

    /// <summary>A row of length 1 a class, [K, E].</summary>
    public Tensor Weights => _weights;

    /// <param name="network">Whose text tower is asked; it is put in evaluation mode by the caller.</param>
    /// <param name="prompts">For each class the tokens of its texts, [T, L].</param>
    public static ZeroShotClassifier Create(ClipNetwork network, IEnumerable<Tensor> prompts)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        List<Tensor> classes = [];
        foreach (var tokens in prompts)
        {
            using var embeddings = network.encode_text(tokens);
            classes.Add(Direction(embeddings));
        }
        return new ZeroShotClassifier(stack(classes));
    }

    /// <summary>Normalises before the average and after it: a text counts by its direction, however long its vector. [T, E] to [E].</summary>
    public static Tensor Direction(Tensor embeddings)
    {
        using var scope = NewDisposeScope();
        return ContrastiveLoss.Unit(ContrastiveLoss.Unit(embeddings).mean([0L], keepdim: true)).squeeze(0).MoveToOuterDisposeScope();
    }

    /// <summary>Images' embeddings of any length, [B, E], to logits [B, K]; their softmax is the probability of each class.</summary>
    public Tensor Score(Tensor images, double scale = LogitScale)
    {
        using var scope = NewDisposeScope();
        return (scale * F.linear(ContrastiveLoss.Unit(images), _weights)).MoveToOuterDisposeScope();
    }

    public void Dispose() => _weights.Dispose();
}
