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

    // Many names in many sentences would take gigabytes in one go.
    private const int TextsAtOnce = 256;

    private readonly Tensor _weights;

    private ZeroShotClassifier(Tensor weights) => _weights = weights.DetachFromDisposeScope();

    /// <summary>A row of length 1 a class, [K, E].</summary>
    public Tensor Weights => _weights;

    /// <param name="network">Whose text tower is asked; it is put in evaluation mode by the caller.</param>
    /// <param name="tokenizer">Makes tokens of texts, as many as the network takes.</param>
    /// <param name="classes">A class is as many names as stand for it; usually one.</param>
    /// <param name="templates">Sentences such as <c>a photo of a {}.</c>; <c>{}</c> is where the name goes.</param>
    /// <exception cref="ArgumentException">There are no classes or templates, a class has no name, or a template no place for it.</exception>
    public static ZeroShotClassifier Create(
        ClipNetwork network, ClipTokenizer tokenizer, IReadOnlyList<IReadOnlyList<string>> classes, IReadOnlyList<string> templates)
    {
        if (classes.Count == 0 || templates.Count == 0)
            throw new ArgumentException($"{classes.Count} classes and {templates.Count} templates make no classifier.");
        if (templates.FirstOrDefault(template => !template.Contains("{}", StringComparison.Ordinal)) is { } fixedText)
            throw new ArgumentException($"The template \"{fixedText}\" has no {{}} for the name of a class.", nameof(templates));
        if (classes.Any(names => names.Count == 0))
            throw new ArgumentException("A class has no name.", nameof(classes));
        var device = network.LogitScale.device;
        return Create(network, classes.Select(names => tensor(tokenizer.EncodeBatch(
            [.. names.SelectMany(name => templates.Select(template => template.Replace("{}", name, StringComparison.Ordinal)))])).to(device)));
    }

    /// <param name="network">Whose text tower is asked; it is put in evaluation mode by the caller.</param>
    /// <param name="prompts">For each class the tokens of its texts, [T, L].</param>
    public static ZeroShotClassifier Create(ClipNetwork network, IEnumerable<Tensor> prompts)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        List<Tensor> classes = [];
        foreach (var tokens in prompts)
        {
            using var embeddings = Embed(network, tokens);
            classes.Add(Direction(embeddings));
        }
        return new ZeroShotClassifier(stack(classes));
    }

    /// <summary>A classifier that was made before; the tensor is owned from here on.</summary>
    /// <param name="weights">A row of length 1 a class, [K, E].</param>
    public static ZeroShotClassifier Of(Tensor weights) => new(weights);

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

    // [T, L] to [T, E].
    private static Tensor Embed(ClipNetwork network, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return cat([.. tokens.split(TextsAtOnce, dim: 0).Select(network.encode_text)]).MoveToOuterDisposeScope();
    }
}
