using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    // What the random numbers start from when neither the call nor the context has a seed: splits are always repeatable.
    private const uint SeedOfNoSeed = 42;

    /// <summary>
    /// Puts each row into the test set with the probability given; equal values in the sampling key column stay together. The sizes are
    /// those fractions only on average.
    /// </summary>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        _environment.CheckValue(data, nameof(data));
        _environment.CheckParam(0 < testFraction && testFraction < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        var splitColumn = AddSplitColumn(ref data, samplingKeyColumnName, seed);
        return Split(data, splitColumn, 0, testFraction);
    }

    /// <summary>Splits of which each row is in exactly one test set.</summary>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        _environment.CheckValue(data, nameof(data));
        _environment.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        var splitColumn = AddSplitColumn(ref data, samplingKeyColumnName, seed);
        return [.. Enumerable.Range(0, numberOfFolds).Select(fold => Split(data, splitColumn, (double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds))];
    }

    private TrainTestData Split(IDataView data, string splitColumn, double lower, double upper) => new(
        WithoutColumn(new RangeFilter(_environment, data, splitColumn, lower, upper, complement: true), splitColumn),
        WithoutColumn(new RangeFilter(_environment, data, splitColumn, lower, upper), splitColumn));

    private static IDataView WithoutColumn(IDataView data, string name) =>
        new ColumnSubsetView(data, [.. data.Schema.Where(column => !column.IsHidden && column.Name != name).Select(column => column.Index)]);

    private string AddSplitColumn(ref IDataView data, string samplingKeyColumn, int? seed)
    {
        var name = UnusedName(data.Schema, "SplitColumn");
        seed ??= ((IHostEnvironmentInternal)_environment).Seed;
        if (samplingKeyColumn == null)
        {
            data = new RandomNumberColumnView(data, name, (uint?)seed ?? SeedOfNoSeed);
            return name;
        }
        var column = data.Schema.GetColumnOrNull(samplingKeyColumn)
            ?? throw _environment.ExceptSchemaMismatch(nameof(samplingKeyColumn), "SamplingKeyColumn", samplingKeyColumn);
        var hashed = samplingKeyColumn;
        if (column.Type.GetItemType() is DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType)
        {
            data = new TypeConvertingEstimator(_environment, [(name, samplingKeyColumn)], DataKind.Int64).Fit(data).Transform(data);
            hashed = name;
        }
        var options = seed is { } value
            ? new HashingEstimator.ColumnOptions(name, hashed, numberOfBits: 30, seed: (uint)value, combine: true)
            : new HashingEstimator.ColumnOptions(name, hashed, numberOfBits: 30, combine: true);
        data = new HashingEstimator(_environment, [options]).Fit(data).Transform(data);
        return name;
    }

    private static string UnusedName(DataViewSchema schema, string name)
    {
        if (schema.GetColumnOrNull(name) == null)
            return name;
        for (var i = 0; ; i++)
            if (schema.GetColumnOrNull($"{name}_{i:000}") == null)
                return $"{name}_{i:000}";
    }
}
