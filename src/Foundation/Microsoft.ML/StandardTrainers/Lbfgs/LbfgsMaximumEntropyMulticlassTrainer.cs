using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Softmax regression. Minimised is the sum of the examples' log-losses, L2 / 2 times the squared weights, and L1 times the absolute weights, all divided
/// by the sum of the examples' weights; biases are free.
/// </summary>
public sealed class LbfgsMaximumEntropyMulticlassTrainer
    : LbfgsTrainerBase<LbfgsMaximumEntropyMulticlassTrainer.Options, MulticlassPredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    internal LbfgsMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options)
        : base(env.Register(nameof(LbfgsMaximumEntropyMulticlassTrainer)), options, Key(options.LabelColumnName))
    {
    }

    private protected override MaximumEntropyModelParameters Train(IDataView input)
    {
        var rows = TrainingRows.Read(Host, input, FeatureColumn.Name, LabelColumn.Name, WeightColumn.Name);
        Host.Check(rows.Count > 0, "No valid training instances found, all instances have missing features.");
        Host.CheckParam(rows.Classes >= 2, "numClasses", "Must be at least 2.");
        var objective = new MaximumEntropyObjective(rows, TrainerOptions.L2Regularization);
        return objective.ToModelParameters(Host, Minimize(objective.Evaluate, objective.Size, free: rows.Classes, TrainerOptions.L1Regularization / rows.TotalWeight));
    }

    private protected override MulticlassPredictionTransformer<MaximumEntropyModelParameters> MakeTransformer(MaximumEntropyModelParameters model, DataViewSchema trainSchema) =>
        new(Host, model, trainSchema, FeatureColumn.Name, LabelColumn.Name);

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema) => ScoredColumns.MulticlassShapes(inputSchema, LabelColumn.Name);

    public sealed class Options : OptionsBase
    {
    }
}
