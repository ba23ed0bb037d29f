using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>Class probabilities of images from a network with a classifier, or logits from one with a single output.</summary>
/// <param name="network">Owned from here on.</param>
/// <param name="preprocessing">As the network was trained with.</param>
/// <param name="device">Where the network is.</param>
internal sealed class NetworkScorer(VisionNetwork network, ImagePreprocessing preprocessing, Device device)
    : BatchScorer<VisionNetwork>(new Lease<VisionNetwork>(Freeze(network)), device)
{
    public VisionNetwork Network => Lease.Value;

    public ImagePreprocessing Preprocessing => preprocessing;

    public override int ValuesPerRow => (int)Network.NumClasses;

    public override int ValuesPerInput => preprocessing.ValuesPerImage;

    /// <summary>Whether scores are the mean of those of an image and of its mirror image.</summary>
    public bool TestTimeFlip { get; set; }

    /// <summary>Decodes and preprocesses one image.</summary>
    public void Prepare(ImageSource image, Span<float> pixels) => preprocessing.Apply(image.Read(preprocessing), pixels);

    /// <summary>Runs something while the network is held, so that Dispose waits for it; those who use it don't wait for each other.</summary>
    /// <exception cref="ObjectDisposedException">The network is gone.</exception>
    public T Use<T>(Func<T> work) => Lease.Use(_ => work());

    protected override long[] InputShape => [preprocessing.Channels, preprocessing.Height, preprocessing.Width];

    protected override Tensor Run(VisionNetwork network, Tensor batch)
    {
        var scores = Scores(network, batch);
        return TestTimeFlip ? (scores + Scores(network, batch.flip(3))) / 2 : scores;
    }

    private static Tensor Scores(VisionNetwork network, Tensor images)
    {
        var outputs = network.call(images); // [B, K]
        return network.NumClasses == 1 ? outputs : outputs.softmax(1);
    }
}
