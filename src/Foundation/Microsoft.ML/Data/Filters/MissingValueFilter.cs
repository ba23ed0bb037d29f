using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

/// <summary>Drops the rows that have a missing value (NaN, key 0) in one of the given columns, or anywhere in a vector of theirs.</summary>
internal sealed class MissingValueFilter : RowFilterView
{
    private readonly DataViewSchema.Column[] _columns;

    public MissingValueFilter(IHostEnvironment environment, IDataView source, string[] columnNames) : base(environment, "MissingValueFilter", source)
    {
        Host.CheckUserArg(columnNames.Length > 0, "Columns");
        _columns = new DataViewSchema.Column[columnNames.Length];
        for (var i = 0; i < columnNames.Length; i++)
        {
            var name = columnNames[i];
            _columns[i] = Source.Schema.GetColumnOrNull(name) ?? throw Host.ExceptUserArg("Columns", $"Source column '{name}' not found");
            if (Array.IndexOf(columnNames, name) < i)
                throw Host.ExceptUserArg("Columns", $"Source column '{name}' specified multiple times");
            if (!MissingValues.Exist(_columns[i].Type.GetItemType()))
                throw Host.ExceptUserArg("Columns", $"Column '{name}' has type {_columns[i].Type} which does not support missing values, so we cannot filter on them");
        }
    }

    private protected override IReadOnlyList<DataViewSchema.Column> Tested => _columns;

    private protected override Func<bool> MakeTest(DataViewRow row)
    {
        var tests = Array.ConvertAll(_columns, column => (Func<bool>)RowGetters.Generic(typeof(MissingValueFilter),
            column.Type is VectorDataViewType ? nameof(VectorTest) : nameof(ScalarTest), [column.Type.GetItemType().RawType], null, row, column));
        return () => Array.TrueForAll(tests, test => test());
    }

    private static Func<bool> ScalarTest<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var isMissing = MissingValues.TestOf<T>(column.Type);
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return !isMissing(value);
        };
    }

    private static Func<bool> VectorTest<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var type = column.Type.GetItemType();
        var isMissing = MissingValues.TestOf<T>(type);
        // The unnamed positions of a sparse vector of keys are missing ones.
        var defaultIsMissing = isMissing(default);
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            if (defaultIsMissing && !value.IsDense)
                return false;
            foreach (var item in value.GetValues())
                if (isMissing(item))
                    return false;
            return true;
        };
    }
}
