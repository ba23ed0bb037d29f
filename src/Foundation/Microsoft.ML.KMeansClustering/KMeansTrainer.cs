using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Finds the centres of groups so that the squared distances of the rows to the nearest one are small in sum (Lloyd, 1982).</summary>
public class KMeansTrainer : TrainerEstimatorBase<ClusteringPredictionTransformer<KMeansModelParameters>, KMeansModelParameters>
{
    private readonly Options _options;

    internal KMeansTrainer(IHostEnvironment env, Options options)
        : base(env.Register("KMeansPlusPlus"), VectorOfSingle(options.FeatureColumnName), default, WeightOrNone(options.ExampleWeightColumnName))
    {
        Host.CheckUserArg(options.NumberOfClusters > 0, nameof(options.NumberOfClusters), "Must be positive");
        Host.CheckUserArg(options.MaximumNumberOfIterations > 0, nameof(options.MaximumNumberOfIterations), "Must be positive");
        Host.CheckUserArg(options.OptimizationTolerance > 0, nameof(options.OptimizationTolerance), "Tolerance must be positive");
        _options = options;
    }

    public override TrainerInfo Info { get; } = new();

    private protected override KMeansModelParameters Train(IDataView input)
    {
        var rows = TrainingRows.Read(Host, input, FeatureColumn.Name, null, WeightColumn.Name);
        var start = new KMeansStart(rows, Host.Rand, _options.NumberOfClusters);
        var centres = _options.InitializationAlgorithm switch
        {
            InitializationAlgorithm.Random => start.Random(),
            InitializationAlgorithm.KMeansPlusPlus => start.PlusPlus(),
            _ => start.Parallel(),
        };
        Host.Check(centres.Count == _options.NumberOfClusters,
            $"Not enough distinct instances to populate {_options.NumberOfClusters} clusters (only found {centres.Count} distinct instances)");
        var lloyd = new LloydIterations(rows, [.. centres]);
        for (var i = 0; i < _options.MaximumNumberOfIterations; i++)
        {
            Host.CheckAlive();
            if (lloyd.Step() <= _options.OptimizationTolerance)
                break;
        }
        return new KMeansModelParameters(Host, lloyd.Centres);
    }

    private protected override ClusteringPredictionTransformer<KMeansModelParameters> MakeTransformer(KMeansModelParameters model, DataViewSchema trainSchema) =>
        new(Host, model, trainSchema, FeatureColumn.Name);

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema) => ScoredColumns.ClusteringShapes();

    public enum InitializationAlgorithm
    {
        /// <summary>Rows drawn one after the other, those far from the earlier ones rather (Arthur and Vassilvitskii, 2007).</summary>
        KMeansPlusPlus = 0,

        /// <summary>Rows drawn blindly.</summary>
        Random = 1,

        /// <summary>As k-means++, in a few passes that draw many rows each (Bahmani et al., "Scalable k-means++", 2012).</summary>
        KMeansYinyang = 2,
    }

    public sealed class Options : UnsupervisedTrainerInputBaseWithWeight
    {
        public int NumberOfClusters = 5;

        /// <summary>How the first centres are chosen.</summary>
        public InitializationAlgorithm InitializationAlgorithm = InitializationAlgorithm.KMeansYinyang;

        /// <summary>Ends when no centre moves by more, squared.</summary>
        public float OptimizationTolerance = 1e-7f;

        public int MaximumNumberOfIterations = 1000;
    }
}
