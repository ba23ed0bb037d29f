using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Finds the columns that an evaluation reads, and reads labels of any type as numbers.</summary>
internal static class EvaluatedColumns
{
    /// <summary>The column for a role; the message has the two names the wrong way round, as the real library's.</summary>
    public static DataViewSchema.Column Find(IExceptionContext context, DataViewSchema schema, string role, string name) =>
        schema.GetColumnOrNull(name) ?? throw context.ExceptParam(nameof(schema), $"{name} column '{role}' not found");

    /// <summary>Classes of a key count from 0 here; a missing label is NaN.</summary>
    public static ValueGetter<float> LabelGetter(DataViewRow row, DataViewSchema.Column column)
    {
        switch (column.Type)
        {
            case NumberDataViewType when column.Type == NumberDataViewType.Single:
                return row.GetGetter<float>(column);
            case NumberDataViewType when column.Type == NumberDataViewType.Double:
                var real = row.GetGetter<double>(column);
                double number = 0;
                return (ref float label) =>
                {
                    real(ref number);
                    label = (float)number;
                };
            case BooleanDataViewType:
                var truth = row.GetGetter<bool>(column);
                var flag = false;
                return (ref float label) =>
                {
                    truth(ref flag);
                    label = flag ? 1 : 0;
                };
            default:
                return (ValueGetter<float>)MemberAccess.Call(typeof(EvaluatedColumns), nameof(KeyGetter), [column.Type.RawType], row, column);
        }
    }

    private static ValueGetter<float> KeyGetter<TKey>(DataViewRow row, DataViewSchema.Column column) where TKey : unmanaged, IConvertible
    {
        var get = row.GetGetter<TKey>(column);
        TKey key = default;
        return (ref float label) =>
        {
            get(ref key);
            var value = key.ToUInt64(null);
            label = value == 0 ? float.NaN : value - 1;
        };
    }
}
