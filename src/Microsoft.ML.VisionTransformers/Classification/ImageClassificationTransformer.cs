using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>
/// A trained classifier of images. It adds two columns: the probability of each class (softmax, in key order, with the classes' names as
/// slot names) and the key of the likeliest. Of a binary trainer it adds three: the score (the logit of true), the probability (its sigmoid, in
/// column <c>Probability</c>) and whether the score is above 0. Any number of threads, cursors and prediction engines may use one at a time; they share
/// its network.
/// </summary>
/// <inheritdoc cref="ScoringTransformer" path="/remarks"/>
public class ImageClassificationTransformer : ScoringTransformer, ISingleFeaturePredictionTransformer<object>
{
    internal const string LoaderSignature = "VisionTransformer";
    private readonly ClassifierParts _parts;

    private protected ImageClassificationTransformer(ClassifierParts parts) => _parts = parts;

    /// <summary>Name of the network's architecture.</summary>
    public string Architecture => _parts.Architecture.Name;

    /// <summary>How an image becomes the network's input.</summary>
    public ImagePreprocessing Preprocessing => _parts.Architecture.Preprocessing;

    /// <summary>The classes, in key order: entry i is what slot i of the score stands for, and key i + 1. Of a binary model False and True.</summary>
    public IReadOnlyList<string> ClassNames => _parts.Classes.Texts;

    /// <summary>
    /// Whether an image that can't be read gets NaN scores and a missing label (of a binary model false, which has no missing). Off, it throws an exception that names the row and file.
    /// </summary>
    public bool SkipBadImages
    {
        get => _parts.Scorer.SkipBadImages;
        set => _parts.Scorer.SkipBadImages = value;
    }

    /// <summary>Whether each image is scored together with its mirror image, and their probabilities (of a binary model their logits) are averaged; takes twice as long.</summary>
    public bool TestTimeFlip
    {
        get => _parts.Scorer.TestTimeFlip;
        set => _parts.Scorer.TestTimeFlip = value;
    }

    /// <summary>
    /// Numbers in which matrix products and convolutions are computed. Default <see cref="Precision.Float32"/>: scores are the same on all devices;
    /// on a GPU 16 bits are about twice as fast. Not saved with the model, for it is a matter of the machine.
    /// </summary>
    /// <exception cref="ArgumentException"><see cref="Precision.Float16"/> on a CPU.</exception>
    public Precision Precision
    {
        get => _parts.Scorer.Precision;
        set => _parts.Scorer.Precision = value;
    }

    /// <summary>Images given to the network at once where many rows are scored. At least 1.</summary>
    public int ScoringBatchSize
    {
        get => _parts.Scorer.BatchSize;
        set => _parts.Scorer.BatchSize = value;
    }

    /// <summary>The network: a <c>torch.nn.Module&lt;Tensor, Tensor&gt;</c> from images [B, C, H, W] to logits [B, classes].</summary>
    public object Model => _parts.Scorer.Network;

    /// <summary>Column that images are taken from.</summary>
    public string FeatureColumnName => _parts.Columns.Feature;

    /// <summary>Text, which stands for a path; bytes and <see cref="MLImage"/> are taken too.</summary>
    public DataViewType FeatureColumnType => TextDataViewType.Instance;

    /// <summary>
    /// Writes the network's weights for other programs: for this library elsewhere, or for Python. What the other library needs beside them
    /// (sizes, preprocessing, class names) is written too. To save the transformer itself, use <c>mlContext.Model.Save</c>.
    /// </summary>
    /// <param name="path">
    /// The safetensors file for <see cref="WeightNaming.Native"/> and <see cref="WeightNaming.Torchvision"/>; the folder for the others. It is
    /// created, or what is in it replaced.
    /// </param>
    /// <param name="naming">Whose names the weights get. Default our own, which <c>weights:</c> of any trainer reads, as it reads the others.</param>
    /// <returns>In what the other library's network will differ a little, a sentence each; mostly empty.</returns>
    /// <exception cref="NotSupportedException">The other library has no such network; the message says what it lacks. Nothing is written.</exception>
    public IReadOnlyList<string> SaveWeights(string path, WeightNaming naming = WeightNaming.Native)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var network = _parts.Scorer.Network;
        var writer = new CheckpointWriter(_parts.Architecture with { Configuration = network.Configuration }) { ClassNames = _parts.OutputNames };
        return _parts.Scorer.Use(() => writer.Write(path, network.state_dict(), naming));
    }

    /// <summary>Shows which parts of an image speak for a class.</summary>
    /// <param name="imagePath">The image: JPEG, PNG, WebP, BMP or GIF.</param>
    /// <param name="method">How it is found out. Default Grad-CAM, which all families have.</param>
    /// <param name="className">The class, one of <see cref="ClassNames"/>. Default the likeliest.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFormatException">It is not an image that can be used.</exception>
    /// <exception cref="NotSupportedException">Attention rollout of a network that attends within windows (Swin).</exception>
    public ImageExplanation Explain(string imagePath, ExplanationMethod method = ExplanationMethod.GradCam, string? className = null) =>
        Explain(imagePath, new ExplanationOptions { Method = method, ClassName = className });

    /// <inheritdoc cref="Explain(string, ExplanationMethod, string)"/>
    /// <param name="imagePath">The image: JPEG, PNG, WebP, BMP or GIF.</param>
    /// <param name="options">What is asked.</param>
    public ImageExplanation Explain(string imagePath, ExplanationOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        ArgumentNullException.ThrowIfNull(options);
        return Explainer.Explain(_parts.Scorer, ClassNames, ImageSource.FromPath(imagePath), options);
    }

    /// <summary>Shows which parts of an image speak for a class.</summary>
    /// <param name="image">The image.</param>
    /// <param name="method">How it is found out. Default Grad-CAM, which all families have.</param>
    /// <param name="className">The class, one of <see cref="ClassNames"/>. Default the likeliest.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="NotSupportedException">Attention rollout of a network that attends within windows (Swin).</exception>
    public ImageExplanation Explain(MLImage image, ExplanationMethod method = ExplanationMethod.GradCam, string? className = null) =>
        Explain(image, new ExplanationOptions { Method = method, ClassName = className });

    /// <inheritdoc cref="Explain(MLImage, ExplanationMethod, string)"/>
    /// <param name="image">The image.</param>
    /// <param name="options">What is asked.</param>
    public ImageExplanation Explain(MLImage image, ExplanationOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(options);
        return Explainer.Explain(_parts.Scorer, ClassNames, ImageSource.FromImage(ImageDecoder.Decode(image)), options);
    }

    private protected override void Save(ModelSaveContext context) => ClassifierArchive.Save(context, _parts, GetType(), Signature);

    private protected override void DisposeScorer() => _parts.Scorer.Dispose();

    /// <summary>The network, for another model that lives on it too.</summary>
    internal (Lease<VisionNetwork> Network, Device Device, VisionArchitecture Architecture) Share() =>
        (_parts.Scorer.Lease.Share(), _parts.Scorer.Device, _parts.Architecture with { Configuration = _parts.Scorer.Network.Configuration });

    internal static ImageClassificationTransformer From(ClassifierParts parts) => new(parts);

    private protected virtual string Signature => LoaderSignature;

    // Found by ML.NET by its name and parameters, when a saved model is loaded.
    private static ImageClassificationTransformer Create(IHostEnvironment env, object ctx) => new(ClassifierArchive.Load(env, ctx));

    private protected override ScoringMapper CreateMapper(DataViewSchema input) => new(
        input, InputColumn.OfImages(input, FeatureColumnName, Preprocessing), _parts.Scorer,
        _parts.Task.Columns(input, _parts.Classes, _parts.Columns));
}
