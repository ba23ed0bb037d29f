using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Keeps the rows whose number lies in [lower, upper), or with complement those outside. Missing values are in neither range, but NaN
/// is outside of both bounds and so kept by neither. A key counts as the middle of its share of [0, 1]; then an upper bound of 1 or more is included.
/// </summary>
internal sealed class RangeFilter : RowFilterView
{
    private readonly DataViewSchema.Column _column;
    private readonly double _lower, _upper;
    private readonly bool _complement, _includeUpper;

    public RangeFilter(IHostEnvironment environment, IDataView source, string columnName, double lower, double upper, bool complement = false)
        : base(environment, "RangeFilter", source)
    {
        _column = Source.Schema.GetColumnOrNull(columnName) ?? throw Host.ExceptUserArg("Column", $"Source column '{columnName}' not found");
        if (_column.Type != NumberDataViewType.Single && _column.Type != NumberDataViewType.Double && _column.Type is not KeyDataViewType)
            throw Host.ExceptUserArg("Column", $"Column '{columnName}' does not have compatible type");
        Host.CheckUserArg(lower <= upper, "Min", "min must be less than or equal to max");
        _lower = lower;
        _upper = upper;
        _complement = complement;
        _includeUpper = _column.Type is KeyDataViewType && upper >= 1;
    }

    private protected override IReadOnlyList<DataViewSchema.Column> Tested => [_column];

    private protected override Func<bool> MakeTest(DataViewRow row) => _column.Type switch
    {
        KeyDataViewType key when key.RawType == typeof(byte) => KeyTest<byte>(row, key, v => v),
        KeyDataViewType key when key.RawType == typeof(ushort) => KeyTest<ushort>(row, key, v => v),
        KeyDataViewType key when key.RawType == typeof(uint) => KeyTest<uint>(row, key, v => v),
        KeyDataViewType key => KeyTest<ulong>(row, key, v => v),
        { } type when type == NumberDataViewType.Single => NumberTest<float>(row, v => v),
        _ => NumberTest<double>(row, v => v),
    };

    private Func<bool> NumberTest<T>(DataViewRow row, Func<T, double> number)
    {
        var getter = row.GetGetter<T>(_column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return Accepts(number(value));
        };
    }

    private Func<bool> KeyTest<T>(DataViewRow row, KeyDataViewType type, Func<T, ulong> number)
    {
        var getter = row.GetGetter<T>(_column);
        T value = default;
        return () =>
        {
            getter(ref value);
            var key = number(value);
            return key != 0 && key <= type.Count && Accepts((key - 0.5) / type.Count);
        };
    }

    private bool Accepts(double value) => _complement
        ? value < _lower || (_includeUpper ? value > _upper : value >= _upper)
        : value >= _lower && (_includeUpper ? value <= _upper : value < _upper);
}
