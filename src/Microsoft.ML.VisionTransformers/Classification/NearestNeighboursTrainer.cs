using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Search;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>
/// Classifies by the labelled vectors that are nearest, by the cosine: no training, and the usual measure of how good an embedding is. By default as in
/// DINO's evaluation (Caron et al., "Emerging Properties in Self-Supervised Vision Transformers", 2021): 20 neighbours, votes weighted by
/// exp(cosine / 0.07).
/// </summary>
public sealed class NearestNeighboursTrainer : IEstimator<NearestNeighboursTransformer>
{
    private static readonly MulticlassTask s_task = new();
    private readonly IHost _host;
    private readonly Options _options;

    internal NearestNeighboursTrainer(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options.Copy();
        _host = environment.Register(nameof(NearestNeighboursTrainer));
    }

    /// <summary>Takes the vectors and labels of a data view into memory, 4 bytes a number.</summary>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidOperationException">No row has a label and a vector that can be compared.</exception>
    public NearestNeighboursTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var label = TrainingImages.LabelColumn(input.Schema, _options.LabelColumnName);
        var width = FeatureWidth(input.Schema);
        var classes = s_task.ClassesOf(label);
        using var channel = _host.Start("Training");
        var bank = new NeighbourBank(width, classes.Count);
        try
        {
            var (unlabelled, blank) = Read(input, label, bank);
            if (unlabelled + blank > 0)
                channel.Warning(MessageSensitivity.None, $"{unlabelled} rows without a label and {blank} whose vector is NaN, infinite or all 0 are left out.");
            if (bank.Count == 0)
                throw new InvalidOperationException($"None of {unlabelled + blank} rows has a label and a vector that can be compared.");
            return new NearestNeighboursTransformer(
                new NeighbourScorer(bank, _options.NumberOfNeighbours, _options.Temperature), classes,
                new ClassifierColumns(_options.LabelColumnName, _options.FeatureColumnName, _options.ScoreColumnName, _options.PredictedLabelColumnName));
        }
        catch
        {
            bank.Dispose();
            throw;
        }
    }

    /// <summary>Adds the score and the predicted label to a shape; checks that label and vectors are there.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var features = inputSchema.Where(c => c.Name == _options.FeatureColumnName).ToArray();
        if (features.Length == 0 || features[^1].Kind != SchemaShape.Column.VectorKind.Vector || features[^1].ItemType != NumberDataViewType.Single)
            throw NoFeatures(features.Length == 0 ? null : $"{features[^1].Kind} of {features[^1].ItemType}");
        return s_task.Shape(inputSchema, TrainingImages.LabelColumn(inputSchema, _options.LabelColumnName), _options.ScoreColumnName, _options.PredictedLabelColumnName);
    }

    private (int Unlabelled, int Blank) Read(IDataView input, DataViewSchema.Column label, NeighbourBank bank)
    {
        var column = input.Schema[_options.FeatureColumnName];
        var (unlabelled, blank, vector) = (0, 0, new float[bank.Width]);
        using var cursor = input.GetRowCursor([column, label]);
        var readLabel = LabelReaders.Keys(cursor, label);
        var getVector = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> features = default;
        while (cursor.MoveNext())
        {
            var index = readLabel();
            if (index < 0)
            {
                unlabelled++;
                continue;
            }
            getVector(ref features);
            features.CopyTo(vector);
            if (NeighbourScorer.CanBeCompared(vector))
                bank.Add(vector, index);
            else
                blank++;
        }
        return (unlabelled, blank);
    }

    private int FeatureWidth(DataViewSchema schema)
    {
        var type = schema.GetColumnOrNull(_options.FeatureColumnName)?.Type;
        return type is VectorDataViewType { ItemType: NumberDataViewType item, Size: > 0 and var size } && item == NumberDataViewType.Single
            ? size : throw NoFeatures(type?.ToString());
    }

    private ArgumentException NoFeatures(string? type) => new(type is null
        ? $"There is no column '{_options.FeatureColumnName}' with vectors."
        : $"Column '{_options.FeatureColumnName}' is {type}; neighbours are found by vectors of floats, all of one length, such as mlContext.Transforms.VisionEmbedding makes.");

    /// <summary>Settings of <see cref="NearestNeighboursTrainer"/>.</summary>
    public sealed class Options
    {
        /// <summary>Column of classes, of a key type. Default <c>Label</c>.</summary>
        public string LabelColumnName = "Label";

        /// <summary>Column of vectors of known size. Default <c>Features</c>.</summary>
        public string FeatureColumnName = "Features";

        /// <summary>Column of the classes' shares of the votes. Default <c>Score</c>, where evaluators look.</summary>
        public string ScoreColumnName = "Score";

        /// <summary>Column of the likeliest class. Default <c>PredictedLabel</c>, where evaluators look.</summary>
        public string PredictedLabelColumnName = "PredictedLabel";

        /// <summary>Neighbours that vote, at least 1. Default 20, the best of 10, 20, 100 and 200 in DINO's paper. All there are when there are fewer.</summary>
        public int NumberOfNeighbours = 20;

        /// <summary>A neighbour's vote is exp(cosine / temperature); above 0. Default 0.07, DINO's. Null: all votes count the same.</summary>
        public double? Temperature = 0.07;

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Check()
        {
            foreach (var (setting, name) in new[] { (nameof(LabelColumnName), LabelColumnName), (nameof(FeatureColumnName), FeatureColumnName),
                         (nameof(ScoreColumnName), ScoreColumnName), (nameof(PredictedLabelColumnName), PredictedLabelColumnName) })
            {
                if (string.IsNullOrWhiteSpace(name))
                    throw new ArgumentException($"{setting} is empty.", setting);
            }
            if (NumberOfNeighbours < 1)
                throw new ArgumentOutOfRangeException(nameof(NumberOfNeighbours), NumberOfNeighbours, $"{nameof(NumberOfNeighbours)} has to be at least 1.");
            if (Temperature is { } t && !(t > 0 && double.IsFinite(t)))
                throw new ArgumentOutOfRangeException(nameof(Temperature), t, $"{nameof(Temperature)} has to be above 0, or null.");
        }
    }
}
