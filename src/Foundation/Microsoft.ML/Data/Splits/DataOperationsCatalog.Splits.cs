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
        var schema = data.Schema;
        var splitColumn = SplitColumn(ref data, samplingKeyColumnName, seed);
        return Split(data, schema, splitColumn, 0, testFraction);
    }

    /// <summary>Splits of which each row is in exactly one test set.</summary>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        _environment.CheckValue(data, nameof(data));
        _environment.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        var schema = data.Schema;
        var splitColumn = SplitColumn(ref data, samplingKeyColumnName, seed);
        return [.. Enumerable.Range(0, numberOfFolds).Select(fold => Split(data, schema, splitColumn, (double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds))];
    }

    private TrainTestData Split(IDataView data, DataViewSchema schema, string splitColumn, double lower, double upper) => new(
        WithoutHelper(new RangeFilter(_environment, data, splitColumn, lower, upper, complement: true), schema),
        WithoutHelper(new RangeFilter(_environment, data, splitColumn, lower, upper), schema));

    /// <summary>The helper column goes again, and hidden columns with it.</summary>
    private static IDataView WithoutHelper(IDataView data, DataViewSchema schema) => data.Schema.Count == schema.Count ? data
        : new ColumnSubsetView(data, [.. data.Schema.Where(column => !column.IsHidden && schema.GetColumnOrNull(column.Name) != null).Select(column => column.Index)]);

    /// <summary>
    /// The column whose values decide: random numbers, or a hash of the sampling key. A key's or real number's own value is used as it is, so that
    /// the first keys make the test set.
    /// </summary>
    private string SplitColumn(ref IDataView data, string samplingKeyColumn, int? seed)
    {
        var name = UnusedName(data.Schema, "SamplingKeyColumn");
        seed ??= ((IHostEnvironmentInternal)_environment).Seed;
        if (samplingKeyColumn == null)
        {
            data = new RandomNumberColumnView(data, name, (uint?)seed ?? SeedOfNoSeed);
            return name;
        }
        var column = data.Schema.GetColumnOrNull(samplingKeyColumn)
            ?? throw _environment.ExceptSchemaMismatch(nameof(samplingKeyColumn), "SamplingKeyColumn", samplingKeyColumn);
        if (column.Type is KeyDataViewType || column.Type == NumberDataViewType.Single || column.Type == NumberDataViewType.Double)
            return samplingKeyColumn;
        var hashed = samplingKeyColumn;
        if (column.Type.GetItemType() is DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType)
        {
            data = new TypeConvertingEstimator(_environment, [(name, samplingKeyColumn)], DataKind.Int64).Fit(data).Transform(data);
            hashed = name;
        }
        var options = new HashingEstimator.ColumnOptions(name, hashed, numberOfBits: 30, seed: (uint?)seed ?? HashingEstimator.DefaultSeed, combine: true);
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
