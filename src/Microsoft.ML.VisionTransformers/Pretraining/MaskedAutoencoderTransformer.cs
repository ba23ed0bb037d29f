using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>
/// A pretrained masked autoencoder. It adds the embedding of each image, a vector of known size, and where they were asked for the image's
/// reconstruction and its loss. Nothing is hidden from the network for the embedding.
/// </summary>
/// <inheritdoc cref="ScoringTransformer" path="/remarks"/>
public sealed class MaskedAutoencoderTransformer : ScoringTransformer
{
    internal const string LoaderSignature = "MaskedAutoencoder";
    private readonly MaskedParts _parts;

    internal MaskedAutoencoderTransformer(MaskedParts parts) => _parts = parts;

    /// <summary>Name of the network's architecture.</summary>
    public string Architecture => _parts.Architecture.Name;

    /// <summary>How an image becomes the network's input.</summary>
    public ImagePreprocessing Preprocessing => _parts.Architecture.Preprocessing;

    /// <summary>Column that images are taken from.</summary>
    public string InputColumnName => _parts.Columns.Image;

    /// <summary>Column of embeddings, of <see cref="EmbeddingSize"/> numbers each.</summary>
    public string OutputColumnName => _parts.Columns.Embedding;

    /// <summary>Column of reconstructions, images of the network's size; null when none were asked for.</summary>
    public string? ReconstructionColumnName => _parts.Columns.Reconstruction;

    /// <summary>Column of losses; null when none were asked for.</summary>
    public string? LossColumnName => _parts.Columns.Loss;

    /// <summary>Numbers of an embedding.</summary>
    public int EmbeddingSize => _parts.Scorer.EmbeddingSize;

    /// <summary>Whether an image that can't be read gets NaN and no reconstruction. Off, it throws an exception that names the row and file.</summary>
    public bool SkipBadImages
    {
        get => _parts.Scorer.SkipBadImages;
        set => _parts.Scorer.SkipBadImages = value;
    }

    /// <summary>Images given to the network at once where many rows are scored. At least 1.</summary>
    public int ScoringBatchSize
    {
        get => _parts.Scorer.BatchSize;
        set => _parts.Scorer.BatchSize = value;
    }

    /// <summary>
    /// Writes the network's weights, encoder and decoder, for other programs or for fine-tuning: <c>Trainers.ViT(weights: path)</c> or
    /// <c>Trainers.ConvMae(weights: path)</c> takes them. To save the transformer itself, use <c>mlContext.Model.Save</c>.
    /// </summary>
    /// <param name="path">
    /// The safetensors file for <see cref="WeightNaming.Native"/>; the folder for <see cref="WeightNaming.HuggingFace"/>. It is created, or what is
    /// in it replaced.
    /// </param>
    /// <param name="naming">Whose names the weights get. Default our own, which are the authors'; transformers has MAE too, and neither of the others.</param>
    /// <returns>In what the other library's network will differ a little, a sentence each; mostly empty.</returns>
    /// <exception cref="NotSupportedException">The other library has no such network; the message says what it lacks. Nothing is written.</exception>
    public IReadOnlyList<string> SaveWeights(string path, WeightNaming naming = WeightNaming.Native)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return _parts.Scorer.Lease.Use(network => new CheckpointWriter(_parts.Architecture).Write(path, network.state_dict(), naming));
    }

    internal MaskedNetwork Network => _parts.Scorer.Lease.Value;

    private protected override void Save(ModelSaveContext context) => MaskedArchive.Save(context, _parts, typeof(MaskedAutoencoderTransformer), LoaderSignature);

    private protected override void DisposeScorer() => _parts.Scorer.Dispose();

    // Found by ML.NET by its name and parameters, when a saved model is loaded.
    private static MaskedAutoencoderTransformer Create(IHostEnvironment env, object ctx) => new(MaskedArchive.Load(env, ctx));

    private protected override ScoringMapper CreateMapper(DataViewSchema input)
    {
        var (columns, scorer) = (_parts.Columns, _parts.Scorer);
        var nothing = new DataViewSchema.Annotations.Builder().ToAnnotations();
        List<ScoredColumn> scored = [new(columns.Embedding, new VectorDataViewType(NumberDataViewType.Single, scorer.EmbeddingSides), nothing,
            current => ScoredColumn.Vector(() => current()[..EmbeddingSize]))];
        if (columns.Reconstruction is { } reconstruction)
            scored.Add(new(reconstruction, new ImageDataViewType(Preprocessing.Height, Preprocessing.Width), nothing,
                current => MaskedGetters.Image(current, scorer.PixelsFrom, Preprocessing.Width, Preprocessing.Height)));
        if (columns.Loss is { } loss)
            scored.Add(new(loss, NumberDataViewType.Single, nothing, current => MaskedGetters.Number(current, EmbeddingSize)));
        return new ScoringMapper(input, InputColumn.OfImages(input, InputColumnName, Preprocessing), scorer, scored);
    }
}
