using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>
/// Images and texts that belong together, among all others of the batch. A batch of more examples than fit into memory at once goes through
/// the network twice, piece by piece (gradient caching; Gao et al., "Scaling Deep Contrastive Learning Batch Size under Memory Limited
/// Setup", 2021): first for the features, which are small, and the loss over all of them; then for the gradient, of which each piece knows its part
/// once the loss' gradient by its features is known. What is drawn at random is drawn alike both times, so the gradient is exactly that of the whole.
/// </summary>
/// <param name="network">What is trained.</param>
/// <param name="piece">Most examples that go through the network at once while training; null = all of the batch.</param>
/// <param name="severalPositives">
/// Whether examples of one <see cref="Batch.Labels">label</see>, that is one text, all belong together (see <see cref="ContrastiveLoss"/>).
/// </param>
internal sealed class ContrastiveObjective(IContrastiveNetwork network, int? piece = null, bool severalPositives = true) : IObjective
{
    /// <param name="batch">With <see cref="Batch.Texts"/>; its labels are numbers of texts, equal for equal texts.</param>
    /// <param name="training">Off for validation: in one piece then.</param>
    public ObjectiveResult Compute(Batch batch, bool training)
    {
        var tokens = batch.Texts ?? throw new ArgumentException("The batch has images without texts.", nameof(batch));
        if (training && piece < batch.Count)
            return Cached(batch.Images, tokens, batch.Labels, piece.Value);
        var (images, texts) = (network.encode_image(batch.Images), network.encode_text(tokens));
        return new ObjectiveResult(Loss(images, texts, batch.Labels), Correct(images, texts, batch.Labels));
    }

    private ObjectiveResult Cached(Tensor pixels, Tensor tokens, Tensor labels, int size)
    {
        // The loop has seeded the generator for this batch, so this follows from the batch, too.
        long seed = randint(int.MaxValue, [1], dtype: ScalarType.Int64).item<long>();
        var pieces = Enumerable.Range(0, (int)((labels.shape[0] + size - 1) / size))
            .Select(i => (First: i * size, Count: Math.Min(size, (int)labels.shape[0] - i * size), Seed: seed + i)).ToArray();
        List<Tensor> imageFeatures = [], textFeatures = [];
        using (no_grad())
        {
            foreach (var part in pieces)
            {
                var (image, text) = Encode(part);
                imageFeatures.Add(image);
                textFeatures.Add(text);
            }
        }
        var (images, texts) = (cat(imageFeatures).requires_grad_(), cat(textFeatures).requires_grad_()); // [B, E] each
        var loss = Loss(images, texts, labels);
        return new ObjectiveResult(loss.detach(), Correct(images, texts, labels)) { Gradient = GoBack };

        void GoBack(double weight)
        {
            (loss * weight).backward(); // as far as the features, and into the logit scale
            foreach (var part in pieces)
            {
                using var scope = NewDisposeScope();
                var (image, text) = Encode(part);
                // The derivative of this by the weights is the loss' own: the chain rule, with the features' gradient as a constant.
                var product = Product(image, images, part) + Product(text, texts, part);
                if (product.requires_grad)
                    product.backward();
            }
        }

        (Tensor Image, Tensor Text) Encode((int First, int Count, long Seed) part)
        {
            using var scope = NewDisposeScope();
            manual_seed(part.Seed);
            network.SeedDropPath(part.Seed);
            var image = network.encode_image(pixels.narrow(0, part.First, part.Count));
            var text = network.encode_text(tokens.narrow(0, part.First, part.Count));
            return (image.MoveToOuterDisposeScope(), text.MoveToOuterDisposeScope());
        }

        static Tensor Product(Tensor features, Tensor all, (int First, int Count, long Seed) part)
            => (features * all.grad!.narrow(0, part.First, part.Count)).sum();
    }

    private Tensor Loss(Tensor images, Tensor texts, Tensor labels)
        => ContrastiveLoss.Loss(images, texts, network.LogitScale, severalPositives ? labels : null);

    /// <summary>Images whose nearest text of the batch is theirs.</summary>
    private static Tensor Correct(Tensor images, Tensor texts, Tensor labels)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var nearest = nn.functional.linear(images, ContrastiveLoss.Unit(texts)).argmax(1); // [B]
        return labels.index_select(0, nearest).eq(labels).sum().MoveToOuterDisposeScope();
    }
}
