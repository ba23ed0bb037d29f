using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Writes a value behind what the builder holds.</summary>
internal delegate void TextFormatter<T>(in T value, StringBuilder text);

/// <summary>How values become the text of files and key names: NaN is ?, a boolean 1 or 0, a key its index, and a missing key nothing.</summary>
internal static class TextFormatting
{
    private static readonly Dictionary<Type, Delegate> _formatters = new()
    {
        [typeof(sbyte)] = Plain<sbyte>(), [typeof(short)] = Plain<short>(), [typeof(int)] = Plain<int>(), [typeof(long)] = Plain<long>(),
        [typeof(byte)] = Plain<byte>(), [typeof(ushort)] = Plain<ushort>(), [typeof(uint)] = Plain<uint>(), [typeof(ulong)] = Plain<ulong>(),
        [typeof(float)] = (TextFormatter<float>)((in float value, StringBuilder text) => text.Append(float.IsNaN(value) ? "?" : value.ToString("R", CultureInfo.InvariantCulture))),
        [typeof(double)] = (TextFormatter<double>)((in double value, StringBuilder text) => text.Append(double.IsNaN(value) ? "?" : value.ToString("G17", CultureInfo.InvariantCulture))),
        [typeof(bool)] = (TextFormatter<bool>)((in bool value, StringBuilder text) => text.Append(value ? '1' : '0')),
        [typeof(ReadOnlyMemory<char>)] = (TextFormatter<ReadOnlyMemory<char>>)((in ReadOnlyMemory<char> value, StringBuilder text) => text.Append(value.Span)),
        [typeof(TimeSpan)] = (TextFormatter<TimeSpan>)((in TimeSpan value, StringBuilder text) => text.Append(value.ToString("c", CultureInfo.InvariantCulture))),
        [typeof(DateTime)] = (TextFormatter<DateTime>)((in DateTime value, StringBuilder text) => text.Append(value.ToString("o", CultureInfo.InvariantCulture))),
        [typeof(DateTimeOffset)] = (TextFormatter<DateTimeOffset>)((in DateTimeOffset value, StringBuilder text) => text.Append(value.ToString("o", CultureInfo.InvariantCulture))),
        [typeof(DataViewRowId)] = (TextFormatter<DataViewRowId>)((in DataViewRowId value, StringBuilder text) => text.Append($"0x{value.High:x16}{value.Low:x16}")),
    };

    public static TextFormatter<T> For<T>(DataViewType type)
    {
        if (type is not KeyDataViewType key)
            return (TextFormatter<T>)_formatters[type.RawType];
        var widen = ValueConversions.ToUInt64<T>();
        return (in T value, StringBuilder text) =>
        {
            var number = widen(value);
            if (number > 0 && number <= key.Count)
                text.Append(number - 1);
        };
    }

    private static TextFormatter<T> Plain<T>() where T : struct, IFormattable =>
        (in T value, StringBuilder text) => text.Append(CultureInfo.InvariantCulture, $"{value}");
}
