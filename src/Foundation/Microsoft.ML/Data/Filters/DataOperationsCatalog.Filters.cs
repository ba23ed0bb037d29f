using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    public IDataView TakeRows(IDataView input, long count)
    {
        _environment.CheckValue(input, nameof(input));
        _environment.CheckUserArg(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeFilter(_environment, input, 0, count);
    }

    public IDataView SkipRows(IDataView input, long count)
    {
        _environment.CheckValue(input, nameof(input));
        _environment.CheckUserArg(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeFilter(_environment, input, count, long.MaxValue);
    }

    /// <summary>Keeps the rows whose number is in [lower, upper); NaN is not.</summary>
    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        _environment.CheckValue(input, nameof(input));
        _environment.CheckNonEmpty(columnName, nameof(columnName));
        _environment.CheckParam(lowerBound < upperBound, nameof(upperBound), "Must be less than lowerBound");
        var type = input.Schema[columnName].Type;
        if (type is not NumberDataViewType)
            throw _environment.ExceptSchemaMismatch(nameof(columnName), "filter", columnName, "number", type.ToString());
        return new RangeFilter(_environment, input, columnName, lowerBound, upperBound);
    }

    /// <summary>Keeps the rows whose key, seen as a fraction of all keys, is in [lower, upper).</summary>
    public IDataView FilterRowsByKeyColumnFraction(IDataView input, string columnName, double lowerBound = 0, double upperBound = 1)
    {
        _environment.CheckValue(input, nameof(input));
        _environment.CheckNonEmpty(columnName, nameof(columnName));
        _environment.CheckParam(0 <= lowerBound && lowerBound <= 1, nameof(lowerBound), "Must be in [0, 1]");
        _environment.CheckParam(0 <= upperBound && upperBound <= 2, nameof(upperBound), "Must be in [0, 2]");
        _environment.CheckParam(lowerBound <= upperBound, nameof(upperBound), "Must be no less than lowerBound");
        var type = input.Schema[columnName].Type;
        if (type is not KeyDataViewType)
            throw _environment.ExceptSchemaMismatch(nameof(columnName), "filter", columnName, "KeyType", type.ToString());
        return new RangeFilter(_environment, input, columnName, lowerBound, upperBound);
    }

    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        _environment.CheckValue(input, nameof(input));
        _environment.CheckUserArg(columns is { Length: > 0 }, nameof(columns));
        return new MissingValueFilter(_environment, input, columns);
    }

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        _environment.CheckValue(input, nameof(input));
        _environment.CheckUserArg(shufflePoolSize > 0, nameof(shufflePoolSize), "Must be positive");
        return new ShufflingView(_environment, input, shufflePoolSize, shuffleSource, seed);
    }

    public IDataView BootstrapSample(IDataView input, int? seed = null, bool complement = false)
    {
        _environment.CheckValue(input, nameof(input));
        return new BootstrapView(_environment, input, complement, (uint?)seed);
    }

    /// <summary>Lazily keeps the rows in memory; the columns named are read together.</summary>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        _environment.CheckValue(input, nameof(input));
        var prefetch = new List<DataViewSchema.Column>();
        foreach (var name in columnsToPrefetch ?? [])
            prefetch.Add(input.Schema.GetColumnOrNull(name) ?? throw _environment.ExceptSchemaMismatch(nameof(columnsToPrefetch), "prefetch", name));
        return new CacheView(_environment, input, prefetch);
    }
}
