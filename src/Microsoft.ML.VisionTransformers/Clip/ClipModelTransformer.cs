using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// A model that holds a CLIP. Other transforms of CLIP can be made from it, and share its network: <c>mlContext.Transforms.ClipZeroShot(transformer, ...)</c>.
/// </summary>
/// <inheritdoc cref="ScoringTransformer" path="/remarks"/>
public abstract class ClipModelTransformer : ScoringTransformer
{
    private protected ClipModelTransformer(Lease<ClipModel> clip) => Clip = clip;

    /// <summary>Name of the network's architecture.</summary>
    public string Architecture => Clip.Value.Architecture.Name;

    /// <summary>How an image becomes the network's input.</summary>
    public ImagePreprocessing Preprocessing => Clip.Value.Preprocessing;

    /// <summary>What turns texts into the network's tokens.</summary>
    public ClipTokenizer Tokenizer => Clip.Value.Tokenizer;

    /// <summary>Length of the vectors that images and texts become.</summary>
    public int EmbeddingDim => Clip.Value.EmbeddingDim;

    /// <summary>This transformer's hold on the network; given up when it is disposed.</summary>
    internal Lease<ClipModel> Clip { get; }

    /// <summary>
    /// Writes the network's weights for other programs: for this library elsewhere, or for Python, with the tokenizer's vocabulary in the same
    /// folder. To save the transformer itself, use <c>mlContext.Model.Save</c>.
    /// </summary>
    /// <param name="path">
    /// The folder, or for <see cref="WeightNaming.Native"/> the safetensors file, beside which the vocabulary is written. It is created, or what
    /// is in it replaced.
    /// </param>
    /// <param name="naming">Whose names the weights get: our own (the default), or transformers'.</param>
    /// <returns>In what the other library's network will differ a little, a sentence each; mostly empty.</returns>
    /// <exception cref="NotSupportedException">The other library has no such network. Nothing is written.</exception>
    public IReadOnlyList<string> SaveWeights(string path, WeightNaming naming = WeightNaming.Native)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Clip.Use(model =>
        {
            var notes = new CheckpointWriter(model.Architecture).Write(path, model.Network.state_dict(), naming);
            model.Tokenizer.Save(CheckpointWriter.IsFolder(naming) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!);
            return (IReadOnlyList<string>)[.. notes.Where(note => note != ClipExports.NoTokenizer)];
        });
    }

    /// <summary>The embedding of one text, such as what to search images for.</summary>
    /// <param name="text">In any language the network was trained on.</param>
    /// <param name="normalize">Whether it gets length 1. Default true: texts and images are compared by direction.</param>
    /// <returns><see cref="EmbeddingDim"/> numbers.</returns>
    public float[] EmbedText(string text, bool normalize = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Embed(model => model.EmbedTexts(model.Tokens([text]), normalize));
    }

    /// <summary>The embedding of one image file.</summary>
    /// <param name="path">JPEG, PNG, WebP, BMP or GIF.</param>
    /// <param name="normalize">Whether it gets length 1. Default true.</param>
    /// <returns><see cref="EmbeddingDim"/> numbers.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFormatException">It is not an image that can be used.</exception>
    public float[] EmbedImage(string path, bool normalize = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var settings = Preprocessing;
        var pixels = new float[settings.ValuesPerImage];
        settings.Apply(ImageSource.FromPath(path).Read(settings), pixels);
        return Embed(model => model.EmbedImages(tensor(pixels, [1, settings.Channels, settings.Height, settings.Width]).to(model.Device), normalize));
    }

    private float[] Embed(Func<ClipModel, Tensor> embed) => Clip.Use(model =>
    {
        using var inference = inference_mode(true);
        using var scope = NewDisposeScope();
        return embed(model).to(ScalarType.Float32).cpu().data<float>().ToArray();
    });

    private protected override void DisposeScorer() => Clip.Dispose();
}
