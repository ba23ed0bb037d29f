using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Search;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>
/// A classifier by nearest neighbours. It adds two columns: each class's share of the votes (with the classes' names as slot names) and the key of the
/// class with most. A row whose vector is NaN, as that of an image that could not be read, gets NaN and a missing label.
/// </summary>
/// <inheritdoc cref="ScoringTransformer" path="/remarks"/>
public sealed class NearestNeighboursTransformer : ScoringTransformer, ISingleFeaturePredictionTransformer<object>
{
    internal const string LoaderSignature = "NearestNeighbours";
    private const string Vectors = "vectors.f32", Labels = "labels.i32";
    private static readonly ArchiveKind s_kind = new("VITNEIGH", 1);

    private readonly NeighbourScorer _scorer;
    private readonly LabelNames _classes;
    private readonly ClassifierColumns _columns;

    internal NearestNeighboursTransformer(NeighbourScorer scorer, LabelNames classes, ClassifierColumns columns)
        => (_scorer, _classes, _columns) = (scorer, classes, columns);

    /// <summary>The classes, in key order: entry i is what slot i of the score stands for, and key i + 1.</summary>
    public IReadOnlyList<string> ClassNames => _classes.Texts;

    /// <summary>Labelled vectors there are.</summary>
    public int Count => _scorer.Bank.Count;

    /// <summary>Neighbours that vote.</summary>
    public int NumberOfNeighbours => _scorer.Neighbours;

    /// <summary>What cosines are divided by before votes are weighted; null when all count the same.</summary>
    public double? Temperature => _scorer.Temperature;

    /// <summary>Nothing but this object: there are no weights.</summary>
    public object Model => this;

    /// <summary>Column that vectors are taken from.</summary>
    public string FeatureColumnName => _columns.Feature;

    /// <summary>A vector of floats.</summary>
    public DataViewType FeatureColumnType => new VectorDataViewType(NumberDataViewType.Single, _scorer.Bank.Width);

    private protected override ScoringMapper CreateMapper(DataViewSchema input) => new(
        input, InputColumn.OfVectors(input, FeatureColumnName, _scorer.Bank.Width), _scorer,
        ScoredColumn.OfClasses(input, _classes, _columns.Score, _columns.PredictedLabel));

    private protected override void Save(ModelSaveContext context)
    {
        var bank = _scorer.Bank;
        var json = new JsonObject
        {
            ["classes"] = _classes.ToJson(),
            ["columns"] = JsonSerializer.SerializeToNode(_columns),
            ["neighbours"] = _scorer.Neighbours,
            ["temperature"] = _scorer.Temperature,
            ["count"] = bank.Count,
            ["width"] = bank.Width,
        };
        ModelArchive.Save(context, s_kind, GetType(), LoaderSignature, json,
            (Vectors, stream => bank.Vectors.Read(bytes => stream.Write(bytes.Span))),
            (Labels, stream => stream.Write(MemoryMarshal.AsBytes(bank.Labels.ToArray().AsSpan()))));
    }

    private protected override void DisposeScorer() => _scorer.Dispose();

    // Found by ML.NET by its name and parameters, when a saved model is loaded.
    private static NearestNeighboursTransformer Create(IHostEnvironment env, object ctx)
    {
        var (json, files) = ModelArchive.Load(ctx, s_kind);
        var classes = LabelNames.FromJson(json["classes"]!.AsObject());
        var (count, width) = ((int)json["count"]!, (int)json["width"]!);
        var store = new VectorStore(width, EmbeddingSimilarity.Cosine);
        try
        {
            files.Load(Vectors, stream =>
            {
                store.AddStored(count, stream.ReadExactly);
                return true;
            });
            var labels = new int[count];
            files.Load(Labels, stream =>
            {
                stream.ReadExactly(MemoryMarshal.AsBytes(labels.AsSpan()));
                return true;
            });
            if (labels.Any(label => label < 0 || label >= classes.Count))
                throw new FormatException($"The model's {Labels} has labels that are none of its {classes.Count} classes.");
            return new NearestNeighboursTransformer(
                new NeighbourScorer(new NeighbourBank(store, labels, classes.Count), (int)json["neighbours"]!, (double?)json["temperature"]),
                classes, json["columns"].Deserialize<ClassifierColumns>()!);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
