using Microsoft.ML.VisionTransformers.Scoring;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Probabilities of classes that are described by texts.</summary>
internal sealed class ZeroShotScorer : BatchScorer<ClipModel>
{
    /// <param name="clip">Given up when this is disposed.</param>
    /// <param name="classifier">The classes' directions; owned from here on.</param>
    /// <param name="scale">What cosines are multiplied with; null for what the network learned.</param>
    public ZeroShotScorer(Lease<ClipModel> clip, ZeroShotClassifier classifier, double? scale) : base(clip, clip.Value.Device)
    {
        Classifier = classifier;
        // Asked for without the lease, also after the tensor is gone.
        ValuesPerRow = (int)classifier.Weights.shape[0];
        Scale = scale ?? clip.Use(LearnedScale);
    }

    public ZeroShotClassifier Classifier { get; }

    public double Scale { get; }

    public bool TestTimeFlip { get; set; }

    public override int ValuesPerRow { get; }

    public override int ValuesPerInput => Lease.Value.Preprocessing.ValuesPerImage;

    protected override long[] InputShape => Lease.Value.InputShape;

    protected override Tensor Run(ClipModel model, Tensor batch)
    {
        var probabilities = Probabilities(model, batch);                                             // [B, K]
        return TestTimeFlip ? (probabilities + Probabilities(model, batch.flip(3))) / 2 : probabilities;
    }

    protected override void FreeOwn() => Classifier.Dispose();

    private Tensor Probabilities(ClipModel model, Tensor images) => Classifier.Score(model.Network.encode_image(images), Scale).softmax(1);

    private static double LearnedScale(ClipModel model)
    {
        using var scope = NewDisposeScope();
        return Math.Exp(model.Network.LogitScale.detach().to(ScalarType.Float64).cpu().item<double>());
    }
}
