using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// A classifier of images by what its classes are called. It adds two columns: the probability of each class (softmax of scaled cosines, with the
/// classes' names as slot names) and the key of the likeliest.
/// </summary>
/// <inheritdoc cref="ScoringTransformer" path="/remarks"/>
public sealed class ClipZeroShotTransformer : ClipModelTransformer, ISingleFeaturePredictionTransformer<object>
{
    internal const string LoaderSignature = "ClipZeroShot";
    private const string Directions = "classes.safetensors", Weights = "weights";
    private static readonly ArchiveKind s_kind = new("VITZEROS", 1);

    private readonly ZeroShotScorer _scorer;
    private readonly LabelNames _classes;
    private readonly ZeroShotPrompts _prompts;
    private readonly ClassifierColumns _columns;

    internal ClipZeroShotTransformer(ZeroShotScorer scorer, LabelNames classes, ZeroShotPrompts prompts, ClassifierColumns columns)
        : base(scorer.Lease) => (_scorer, _classes, _prompts, _columns) = (scorer, classes, prompts, columns);

    /// <summary>The classes, in key order: entry i is what slot i of the score stands for, and key i + 1.</summary>
    public IReadOnlyList<string> ClassNames => _classes.Texts;

    /// <summary>The sentences that the classes were put into.</summary>
    public IReadOnlyList<string> Templates => _prompts.Templates;

    /// <summary>What cosines are multiplied with before the softmax.</summary>
    public double LogitScale => _scorer.Scale;

    /// <summary>Whether an image that can't be read gets NaN scores and a missing label. Off, it throws an exception that names the row and file.</summary>
    public bool SkipBadImages
    {
        get => _scorer.SkipBadImages;
        set => _scorer.SkipBadImages = value;
    }

    /// <summary>Whether each image is scored together with its mirror image, and their probabilities are averaged; takes twice as long.</summary>
    public bool TestTimeFlip
    {
        get => _scorer.TestTimeFlip;
        set => _scorer.TestTimeFlip = value;
    }

    /// <summary>Images given to the network at once where many rows are scored. At least 1.</summary>
    public int ScoringBatchSize
    {
        get => _scorer.BatchSize;
        set => _scorer.BatchSize = value;
    }

    /// <summary>The network: a <c>torch.nn.Module</c>.</summary>
    public object Model => Clip.Value.Network;

    /// <summary>Column that images are taken from.</summary>
    public string FeatureColumnName => _columns.Feature;

    /// <summary>Text, which stands for a path; bytes and <see cref="MLImage"/> are taken too.</summary>
    public DataViewType FeatureColumnType => TextDataViewType.Instance;

    /// <summary>
    /// The same network with other classes: nothing is loaded, only the new texts are embedded. Both models go on working, and the network is freed when
    /// the last of them is disposed.
    /// </summary>
    /// <param name="classNames">At least two different names; entry i is what slot i of the score stands for, and key i + 1.</param>
    /// <param name="templates">Sentences with <c>{}</c> for the class; null for those of this model.</param>
    /// <param name="promptNames">What stands for a class in sentences, where that is not its name; null for nothing else.</param>
    /// <exception cref="ArgumentException">Names are missing or there twice, or a template has no place for them.</exception>
    /// <exception cref="ObjectDisposedException">This model is disposed.</exception>
    public ClipZeroShotTransformer WithClasses(
        IReadOnlyList<string> classNames, IReadOnlyList<string>? templates = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? promptNames = null)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ZeroShotClasses.Check(classNames);
        var prompts = new ZeroShotPrompts(classNames, promptNames, templates ?? Templates);
        var clip = Clip.Share();
        try
        {
            return new ClipZeroShotTransformer(
                new ZeroShotScorer(clip, prompts.Embed(clip), LogitScale) { BatchSize = ScoringBatchSize, SkipBadImages = SkipBadImages, TestTimeFlip = TestTimeFlip },
                LabelNames.OfTexts(classNames), prompts, _columns);
        }
        catch
        {
            clip.Dispose();
            throw;
        }
    }

    /// <summary>What scores the rows.</summary>
    internal ZeroShotScorer Scorer => _scorer;

    private protected override ScoringMapper CreateMapper(DataViewSchema input) => new(
        input, InputColumn.OfImages(input, FeatureColumnName, Preprocessing), _scorer,
        ScoredColumn.OfClasses(input, _classes, _columns.Score, _columns.PredictedLabel));

    private protected override void Save(ModelSaveContext context)
    {
        var json = new JsonObject
        {
            ["classes"] = _classes.ToJson(),
            ["prompts"] = _prompts.ToJson(),
            ["columns"] = JsonSerializer.SerializeToNode(_columns),
            ["logitScale"] = LogitScale,
            ["skipBadImages"] = SkipBadImages,
            ["testTimeFlip"] = TestTimeFlip,
            ["scoringBatchSize"] = ScoringBatchSize,
        };
        Clip.Use(model =>
        {
            ClipArchive.Describe(model, json);
            ModelArchive.Save(context, s_kind, GetType(), LoaderSignature, json,
            [
                .. ClipArchive.Files(model),
                (Directions, stream => SafetensorsWriter.Write(stream, [KeyValuePair.Create(Weights, _scorer.Classifier.Weights)])),
            ]);
            return true;
        });
    }

    private protected override void DisposeScorer() => _scorer.Dispose();

    // Found by ML.NET by its name and parameters, when a saved model is loaded.
    private static ClipZeroShotTransformer Create(IHostEnvironment env, object ctx)
    {
        var (json, files) = ModelArchive.Load(ctx, s_kind);
        var clip = new Lease<ClipModel>(ClipArchive.Load(env, json, files));
        try
        {
            var classes = LabelNames.FromJson(json["classes"]!.AsObject());
            var directions = files.Load(Directions, stream =>
            {
                using var file = SafetensorsFile.Read(stream);
                return file.Load(Weights);
            });
            if (directions.shape is not [var count, var width] || count != classes.Count || width != clip.Value.EmbeddingDim)
                throw new FormatException($"The model's {Directions} is not of {classes.Count} classes with {clip.Value.EmbeddingDim} numbers each.");
            var classifier = ZeroShotClassifier.Of(directions.to(clip.Value.Device));
            return new ClipZeroShotTransformer(
                new ZeroShotScorer(clip, classifier, (double)json["logitScale"]!)
                {
                    BatchSize = (int)json["scoringBatchSize"]!, SkipBadImages = (bool)json["skipBadImages"]!, TestTimeFlip = (bool)json["testTimeFlip"]!,
                },
                classes, ZeroShotPrompts.FromJson(json["prompts"]!.AsObject()), json["columns"].Deserialize<ClassifierColumns>()!);
        }
        catch
        {
            clip.Dispose();
            throw;
        }
    }
}
