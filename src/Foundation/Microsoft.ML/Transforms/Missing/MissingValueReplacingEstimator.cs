using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns what to put in the place of missing numbers.</summary>
public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    /// <summary>What replaces a missing value; statistics leave missing values out.</summary>
    public enum ReplacementMode : byte
    {
        DefaultValue = 0,
        Mean = 1,
        Minimum = 2,
        Maximum = 3,

        /// <summary>The most frequent value, of several the first.</summary>
        Mode = 5,
    }

    private readonly IHost _host;
    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly ReplacementMode _mode;
    private readonly bool _bySlot;

    internal MissingValueReplacingEstimator(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns, ReplacementMode mode, bool bySlot)
    {
        Contracts.CheckValue(environment, "env");
        _host = environment.Register(nameof(MissingValueReplacingEstimator));
        _columns = columns;
        _mode = mode;
        _bySlot = bySlot;
    }

    public MissingValueReplacingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var sources = Array.ConvertAll(_columns, pair =>
            input.Schema.GetColumnOrNull(pair.inputColumnName) ?? throw _host.ExceptSchemaMismatch("inputSchema", "input", pair.inputColumnName));
        foreach (var source in sources)
            if (source.Type.GetItemType() is not NumberDataViewType || !MissingValues.Exist(source.Type.GetItemType()))
                throw _host.ExceptParam("inputSchema", MissingValueReplacingTransformer.Unsupported(source.Type));
        var statistics = Array.ConvertAll(sources, source => new ReplacementStatistics(_mode, _bySlot ? Math.Max(1, source.Type.GetValueCount()) : 1));
        if (_mode != ReplacementMode.DefaultValue)
        {
            using var cursor = input.GetRowCursor(sources.DistinctBy(source => source.Index).ToArray());
            var readers = statistics.Zip(sources, (statistic, source) => statistic.Reader(cursor, source)).ToArray();
            while (cursor.MoveNext())
                foreach (var read in readers)
                    read();
        }
        return new MissingValueReplacingTransformer(_host, _columns, Array.ConvertAll(statistics, statistic => statistic.Values()));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(_host, inputSchema);
        foreach (var (output, input) in _columns)
        {
            var source = shape.Find(input);
            if (source.IsKey || !MissingValues.Exist(source.ItemType))
                throw _host.ExceptParam(nameof(inputSchema), MissingValueReplacingTransformer.Unsupported(source.ItemType));
            var annotations = new List<SchemaShape.Column>();
            if (source.HasSlotNames())
                annotations.Add(ShapeOutput.Slots);
            if (source.IsNormalized())
                annotations.Add(ShapeOutput.Normalized);
            shape.Set(new SchemaShape.Column(output, source.Kind, source.ItemType, false, new SchemaShape(annotations)));
        }
        return shape.ToShape();
    }
}
