using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Steps made of the caller's own functions.</summary>
public static partial class CustomMappingCatalog
{
    /// <summary>Drops the rows for which the predicate is true.</summary>
    public static IDataView FilterByCustomPredicate<TSrc>(this DataOperationsCatalog catalog, IDataView input, Func<TSrc, bool> filterPredicate) where TSrc : class, new()
    {
        var environment = catalog.GetEnvironment();
        environment.CheckValue(input, nameof(input));
        environment.CheckValue(filterPredicate, nameof(filterPredicate));
        return new CustomPredicateFilter<TSrc, object>(environment, input, (row, _) => filterPredicate(row), null);
    }

    /// <summary>Drops the rows for which the predicate is true; each pass over the data starts with a state of its own.</summary>
    public static IDataView FilterByStatefulCustomPredicate<TSrc, TState>(this DataOperationsCatalog catalog, IDataView input, Func<TSrc, TState, bool> filterPredicate,
        Action<TState> stateInitAction) where TSrc : class, new() where TState : class, new()
    {
        var environment = catalog.GetEnvironment();
        environment.CheckValue(input, nameof(input));
        environment.CheckValue(filterPredicate, nameof(filterPredicate));
        return new CustomPredicateFilter<TSrc, TState>(environment, input, filterPredicate, stateInitAction);
    }
}
