using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Base of trainers that learn from one column of features: checks the input, trains, promises the output.</summary>
public abstract class TrainerEstimatorBase<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    public readonly SchemaShape.Column FeatureColumn;

    /// <summary>The default value where the trainer needs no labels.</summary>
    public readonly SchemaShape.Column LabelColumn;

    /// <summary>The default value where all examples count the same.</summary>
    public readonly SchemaShape.Column WeightColumn;

    private protected readonly IHost Host;

    private protected TrainerEstimatorBase(IHost host, SchemaShape.Column feature, SchemaShape.Column label, SchemaShape.Column weight)
    {
        Contracts.CheckValue(host, nameof(host));
        Host = host;
        FeatureColumn = feature;
        LabelColumn = label;
        WeightColumn = weight;
    }

    public abstract TrainerInfo Info { get; }

    public TTransformer Fit(IDataView input)
    {
        Host.CheckValue(input, nameof(input));
        CheckInput(SchemaShape.Create(input.Schema));
        return MakeTransformer(Train(input), input.Schema);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        CheckInput(inputSchema);
        var added = GetOutputColumns(inputSchema);
        return new SchemaShape(inputSchema.Where(column => !added.Any(a => a.Name == column.Name)).Concat(added));
    }

    private protected abstract TModel Train(IDataView input);

    private protected abstract TTransformer MakeTransformer(TModel model, DataViewSchema trainSchema);

    private protected abstract SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema);

    private protected static SchemaShape.Column VectorOfSingle(string name) => new(name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false);

    private protected static SchemaShape.Column Key(string name) => new(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true);

    /// <summary>The default value where no name is given.</summary>
    private protected static SchemaShape.Column WeightOrNone(string name) =>
        name == null ? default : new(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false);

    private void CheckInput(SchemaShape inputSchema)
    {
        Check(FeatureColumn, "feature", nameof(inputSchema));
        if (WeightColumn.IsValid)
            Check(WeightColumn, "weight", nameof(inputSchema));
        if (LabelColumn.IsValid)
            Check(LabelColumn, "label", "labelCol");

        void Check(SchemaShape.Column wanted, string role, string parameter)
        {
            if (!inputSchema.TryFindColumn(wanted.Name, out var found))
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), role, wanted.Name);
            if (found.Kind != wanted.Kind || found.IsKey != wanted.IsKey || !found.ItemType.Equals(wanted.ItemType))
                throw Host.ExceptSchemaMismatch(parameter, role, wanted.Name, wanted.GetTypeString(), found.GetTypeString());
        }
    }
}
