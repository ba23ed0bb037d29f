using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the range of numbers, slot by slot; missing values do not count.</summary>
public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    internal const long DefaultMaximumExampleCount = 1000000000;

    private readonly IHost _host;
    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly long _maximumExampleCount;
    private readonly bool _fixZero;

    internal NormalizingEstimator(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns, long maximumExampleCount, bool fixZero)
    {
        Contracts.CheckValue(environment, "env");
        _host = environment.Register(nameof(NormalizingEstimator));
        _host.CheckParam(maximumExampleCount > 1, nameof(maximumExampleCount), "Must be greater than 1");
        _columns = columns;
        _maximumExampleCount = maximumExampleCount;
        _fixZero = fixZero;
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var sources = Array.ConvertAll(_columns, pair =>
            input.Schema.GetColumnOrNull(pair.inputColumnName) ?? throw _host.ExceptSchemaMismatch("inputSchema", "input", pair.inputColumnName));
        foreach (var source in sources)
            if (source.Type.GetValueCount() == 0 || source.Type.GetItemType() != NumberDataViewType.Single && source.Type.GetItemType() != NumberDataViewType.Double)
                throw _host.ExceptParam("srcType", $"Wrong column type for input column. Expected: Single, Double, Vector of Single or Vector of Double. Got: {source.Type}.");
        var ranges = Array.ConvertAll(sources, source => new SlotRanges(source.Type.GetValueCount()));
        using var cursor = input.GetRowCursor(sources.DistinctBy(source => source.Index).ToArray());
        var readers = ranges.Zip(sources, (range, source) => range.Reader(cursor, source)).ToArray();
        for (long row = 0; row < _maximumExampleCount && cursor.MoveNext(); row++)
            foreach (var read in readers)
                read();
        return new NormalizingTransformer(_host, _columns, [.. ranges.Zip(sources, (range, source) =>
            AffineScaling.FromRanges(range, _fixZero, source.Type is VectorDataViewType, source.Type.GetItemType() == NumberDataViewType.Single))]);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(_host, inputSchema);
        foreach (var (output, input) in _columns)
        {
            var source = shape.Find(input);
            if (source.Kind == SchemaShape.Column.VectorKind.VariableVector)
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", input, "fixed-size vector or scalar", source.GetTypeString());
            if (!source.ItemType.Equals(NumberDataViewType.Single) && !source.ItemType.Equals(NumberDataViewType.Double))
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", input, "Single or Double", source.GetTypeString());
            SchemaShape.Column[] annotations = source.HasSlotNames() ? [ShapeOutput.Normalized, ShapeOutput.Slots] : [ShapeOutput.Normalized];
            shape.Set(new SchemaShape.Column(output, source.Kind, source.ItemType, false, new SchemaShape(annotations)));
        }
        return shape.ToShape();
    }
}
