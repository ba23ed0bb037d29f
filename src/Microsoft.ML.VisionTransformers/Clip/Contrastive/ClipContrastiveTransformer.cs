using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>
/// A CLIP trained on pairs. It adds three columns: the embedding of the row's image and that of its text, vectors of length 1, and their cosine.
/// Other transforms of CLIP can be made from it and share its network, for images or texts alone.
/// </summary>
/// <inheritdoc cref="ScoringTransformer" path="/remarks"/>
public sealed class ClipContrastiveTransformer : ClipModelTransformer
{
    internal const string LoaderSignature = "ClipContrastive";
    private static readonly ArchiveKind s_kind = new("CLIPPAIR", 1);
    private readonly PairScorer _scorer;
    private readonly ContrastiveColumns _columns;

    internal ClipContrastiveTransformer(Lease<ClipModel> clip, ContrastiveColumns columns) : base(clip)
    {
        BatchScorer<ClipModel>.Freeze(clip.Value.Network);
        _scorer = new PairScorer(clip);
        _columns = columns;
    }

    /// <summary>Whether a row whose image can't be read gets NaN in all three columns. Off, it throws an exception that names the row and file.</summary>
    public bool SkipBadImages
    {
        get => _scorer.SkipBadImages;
        set => _scorer.SkipBadImages = value;
    }

    /// <summary>Rows given to the network at once where many are scored. At least 1.</summary>
    public int ScoringBatchSize
    {
        get => _scorer.BatchSize;
        set => _scorer.BatchSize = value;
    }

    /// <summary>The factor on cosines that training came to, 1 to 100: the softmax of scaled cosines is how sure the network is.</summary>
    public double LogitScale => Clip.Use(model => Math.Exp(model.Network.LogitScale.ToDouble()));

    /// <summary>Measures how well the images of a set find their texts among all of it, and texts their images.</summary>
    /// <param name="pairs">Images and texts in the columns that the model was trained on; an image with several texts has several rows.</param>
    /// <param name="maxBadImages">Share of rows that may be without text, and of images that can't be read, 0..1; they are left out. Default 0.01.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or the share is none.</exception>
    /// <exception cref="InvalidOperationException">No pair can be used, or too many rows have no text.</exception>
    /// <exception cref="BadImagesException">More images can't be read than <paramref name="maxBadImages"/> allows.</exception>
    public RetrievalMetrics EvaluateRetrieval(IDataView pairs, double maxBadImages = 0.01)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (maxBadImages is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(maxBadImages), maxBadImages, "A share is in 0..1.");
        // Before the network is held: the pairs may be chosen by columns that this model adds, and reading those holds it.
        var set = PairSet.Read(pairs, _columns.Image, _columns.Text, Clip.Value, maxBadImages, _ => { }, default);
        return Clip.Use(model =>
        {
            using var images = new BatchReader(set.Examples, model.Preprocessing,
                new BatchReaderSettings { BatchSize = ScoringBatchSize, Device = model.Device, CacheBytes = 0, MaxBadImages = maxBadImages });
            using var inference = torch.inference_mode(true);
            return new RetrievalEvaluation(model, images, set).Measure(default);
        });
    }

    private protected override ScoringMapper CreateMapper(DataViewSchema input)
    {
        int size = EmbeddingDim;
        var vector = new VectorDataViewType(NumberDataViewType.Single, size);
        var none = new DataViewSchema.Annotations.Builder().ToAnnotations();
        return new ScoringMapper(input, InputColumn.OfPairs(input, _columns.Image, Preprocessing, _columns.Text, Tokenizer), _scorer,
        [
            new(_columns.ImageEmbedding, vector, none, current => ScoredColumn.Vector(() => current()[..size])),
            new(_columns.TextEmbedding, vector, none, current => ScoredColumn.Vector(() => current()[size..(2 * size)])),
            new(_columns.Similarity, NumberDataViewType.Single, none, current => (ValueGetter<float>)((ref float value) => value = current().Span[2 * size])),
        ]);
    }

    private protected override void Save(ModelSaveContext context) => Clip.Use(model =>
    {
        var json = new JsonObject
        {
            ["columns"] = JsonSerializer.SerializeToNode(_columns),
            ["skipBadImages"] = SkipBadImages,
            ["scoringBatchSize"] = ScoringBatchSize,
        };
        ClipArchive.Describe(model, json);
        ModelArchive.Save(context, s_kind, GetType(), LoaderSignature, json, ClipArchive.Files(model));
        return true;
    });

    // Found by ML.NET by its name and parameters, when a saved model is loaded.
    private static ClipContrastiveTransformer Create(IHostEnvironment env, object ctx)
    {
        var (json, files) = ModelArchive.Load(ctx, s_kind);
        return new(new Lease<ClipModel>(ClipArchive.Load(env, json, files)), json["columns"].Deserialize<ContrastiveColumns>()!)
        {
            SkipBadImages = (bool)json["skipBadImages"]!,
            ScoringBatchSize = (int)json["scoringBatchSize"]!,
        };
    }
}
