using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Transforms;

/// <summary>
/// Finds the directions in which vectors vary most, by projecting the covariance on random directions first (Halko, Martinsson and Tropp, "Finding
/// structure with randomness", SIAM Review 2011). Rows with anything missing do not count.
/// </summary>
public sealed class PrincipalComponentAnalyzer : IEstimator<PrincipalComponentAnalysisTransformer>
{
    private readonly IHost _host;
    private readonly string _outputColumn;
    private readonly string _inputColumn;
    private readonly string _weightColumn;
    private readonly int _rank;
    private readonly int _oversampling;
    private readonly bool _ensureZeroMean;
    private readonly int? _seed;

    internal PrincipalComponentAnalyzer(IHostEnvironment env, string outputColumn, string inputColumn, string weightColumn, int rank, int oversampling, bool ensureZeroMean, int? seed)
    {
        Contracts.CheckValue(env, nameof(env));
        _host = env.Register(nameof(PrincipalComponentAnalyzer));
        _host.CheckNonEmpty(outputColumn, "outputColumnName");
        _host.CheckParam(rank > 0, nameof(rank), "Rank of projection must be positive");
        _host.CheckParam(oversampling >= 0, "overSampling", "Oversampling must be non-negative");
        _outputColumn = outputColumn;
        _inputColumn = inputColumn;
        _weightColumn = weightColumn;
        _rank = rank;
        _oversampling = oversampling;
        _ensureZeroMean = ensureZeroMean;
        _seed = seed;
    }

    public PrincipalComponentAnalysisTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        GetOutputSchema(SchemaShape.Create(input.Schema));
        var column = input.Schema[_inputColumn];
        PrincipalComponentAnalysisTransformer.CheckInput(_host, column);
        var dimension = column.Type.GetVectorSize();
        _host.CheckParam(_rank <= dimension, "Rank", "Rank must be positive, and at most the dimension of untransformed data");
        var rows = TrainingRows.Read(_host, input, _inputColumn, null, _weightColumn);
        _host.Check(rows.TotalWeight > 0, $"Empty data in column '{_inputColumn}'");
        var components = new PrincipalComponents(rows, _ensureZeroMean);
        var directions = components.Find(_rank, _oversampling, _seed is { } seed ? new Random(seed) : _host.Rand);
        return new PrincipalComponentAnalysisTransformer(_host, _outputColumn, _inputColumn, directions, Array.ConvertAll(directions, direction => (float)components.MeanAlong(direction)));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(_host, inputSchema);
        var source = shape.Find(_inputColumn);
        if (source.Kind != SchemaShape.Column.VectorKind.Vector || !source.ItemType.Equals(NumberDataViewType.Single))
            throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", _inputColumn, PrincipalComponentAnalysisTransformer.Expected, source.GetTypeString());
        if (_weightColumn != null)
        {
            if (!inputSchema.TryFindColumn(_weightColumn, out var weight))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "weight", _weightColumn);
            if (weight.Kind != SchemaShape.Column.VectorKind.Scalar || !weight.ItemType.Equals(NumberDataViewType.Single))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "weight", _weightColumn, "Single", weight.GetTypeString());
        }
        shape.Set(new SchemaShape.Column(_outputColumn, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false));
        return shape.ToShape();
    }
}
