using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Reads a value; false when the text is none, with the type's missing or default value then.</summary>
internal delegate bool TextParser<T>(in ReadOnlyMemory<char> text, out T value);

/// <summary>How text becomes values: strictly for whole numbers and booleans, while anything that is no real number reads as NaN.</summary>
internal static class TextParsing
{
    private static readonly Dictionary<Type, Delegate> _parsers = new()
    {
        [typeof(sbyte)] = Signed<sbyte>(sbyte.MinValue, sbyte.MaxValue, v => (sbyte)v),
        [typeof(short)] = Signed<short>(short.MinValue, short.MaxValue, v => (short)v),
        [typeof(int)] = Signed<int>(int.MinValue, int.MaxValue, v => (int)v),
        [typeof(long)] = Signed<long>(long.MinValue, long.MaxValue, v => v),
        [typeof(byte)] = Unsigned<byte>(byte.MaxValue, v => (byte)v),
        [typeof(ushort)] = Unsigned<ushort>(ushort.MaxValue, v => (ushort)v),
        [typeof(uint)] = Unsigned<uint>(uint.MaxValue, v => (uint)v),
        [typeof(ulong)] = Unsigned<ulong>(ulong.MaxValue, v => v),
        [typeof(float)] = (TextParser<float>)Single,
        [typeof(double)] = (TextParser<double>)Double,
        [typeof(bool)] = (TextParser<bool>)Boolean,
        [typeof(ReadOnlyMemory<char>)] = (TextParser<ReadOnlyMemory<char>>)Text,
        [typeof(TimeSpan)] = (TextParser<TimeSpan>)Span,
        [typeof(DateTime)] = (TextParser<DateTime>)Date,
        [typeof(DateTimeOffset)] = (TextParser<DateTimeOffset>)DateWithOffset,
        [typeof(DataViewRowId)] = (TextParser<DataViewRowId>)RowId,
    };

    public static TextParser<T> For<T>(DataViewType type)
    {
        if (type is not KeyDataViewType key)
            return (TextParser<T>)_parsers[type.RawType];
        var narrow = ValueConversions.FromUInt64<T>();
        return (in ReadOnlyMemory<char> text, out T value) =>
        {
            var known = Key(text.Span, key.Count, out var number);
            value = narrow(number);
            return known;
        };
    }

    /// <summary>A key's index, which makes the key one more; missing (0) is also what is out of range.</summary>
    private static bool Key(ReadOnlySpan<char> text, ulong count, out ulong key)
    {
        key = 0;
        if (text.IsEmpty || IsMissing(text))
            return true;
        if (!Digits(text, out var index) || index >= count)
            return false;
        key = index + 1;
        return true;
    }

    public static bool Single(in ReadOnlyMemory<char> text, out float value)
    {
        var span = text.Span;
        if (PlainDecimal(span, out var number))
        {
            value = (float)number;
            return true;
        }
        span = span.Trim();
        if (StartsNumber(span) && float.TryParse(span, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        var known = Special(span, out number);
        value = (float)number;
        return known;
    }

    public static bool Double(in ReadOnlyMemory<char> text, out double value)
    {
        var span = text.Span;
        if (PlainDecimal(span, out value))
            return true;
        span = span.Trim();
        return StartsNumber(span) && double.TryParse(span, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || Special(span, out value);
    }

    /// <summary>
    /// Most numbers in files are a few digits with a point: of up to 15 digits both parts of the quotient are exact, and so is its rounding.
    /// </summary>
    private static bool PlainDecimal(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        var at = !text.IsEmpty && text[0] == '-' ? 1 : 0;
        var (negative, digits, point) = (at == 1, at, -1);
        if (text.Length - at is 0 or > 16)
            return false;
        long number = 0;
        for (; at < text.Length; at++)
        {
            var digit = text[at] - '0';
            if ((uint)digit <= 9)
                number = number * 10 + digit;
            else if (text[at] == '.' && point < 0)
                point = at;
            else
                return false;
        }
        if (point < 0 ? at - digits > 15 : at - digits < 2)
            return false;
        value = point < 0 ? number : number / _powersOfTen[at - point - 1];
        if (negative)
            value = -value;
        return true;
    }

    private static readonly double[] _powersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    // A letter may only begin one of the special values, whose spelling is exact.
    private static bool StartsNumber(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return false;
        var first = text[0] is '-' or '+' && text.Length > 1 ? text[1] : text[0];
        return char.IsAsciiDigit(first) || first == '.';
    }

    /// <summary>Nothing is 0; what is no number is NaN.</summary>
    private static bool Special(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        if (text.IsEmpty)
            return true;
        if (text.TrimStart("+-") is "Infinity" or "∞")
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }
        value = double.NaN;
        return IsMissing(text);
    }

    private static bool IsMissing(ReadOnlySpan<char> text) =>
        text is "?" || text.Equals("NaN", StringComparison.OrdinalIgnoreCase) || text.Equals("NA", StringComparison.OrdinalIgnoreCase) || text.Equals("N/A", StringComparison.OrdinalIgnoreCase);

    public static bool Boolean(in ReadOnlyMemory<char> text, out bool value)
    {
        var span = text.Span;
        value = span is "1" or "+1" or "+" || Is(span, "true") || Is(span, "t") || Is(span, "yes") || Is(span, "y");
        return value || span is "" or "0" or "-1" or "-" || Is(span, "false") || Is(span, "f") || Is(span, "no") || Is(span, "n");

        static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
    }

    private static bool Text(in ReadOnlyMemory<char> text, out ReadOnlyMemory<char> value)
    {
        value = text;
        return true;
    }

    private static bool Span(in ReadOnlyMemory<char> text, out TimeSpan value)
    {
        value = default;
        return text.IsEmpty || TimeSpan.TryParse(text.Span, CultureInfo.InvariantCulture, out value);
    }

    private static bool Date(in ReadOnlyMemory<char> text, out DateTime value)
    {
        value = default;
        return text.IsEmpty || DateTime.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value);
    }

    private static bool DateWithOffset(in ReadOnlyMemory<char> text, out DateTimeOffset value)
    {
        value = default;
        return text.IsEmpty || DateTimeOffset.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);
    }

    /// <summary>0x and 32 hexadecimal digits, the high half first.</summary>
    private static bool RowId(in ReadOnlyMemory<char> text, out DataViewRowId value)
    {
        value = default;
        var span = text.Span;
        if (span.Length != 34 || span[0] != '0' || span[1] is not ('x' or 'X')
            || !ulong.TryParse(span.Slice(2, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var high)
            || !ulong.TryParse(span.Slice(18, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low))
            return false;
        value = new DataViewRowId(low, high);
        return true;
    }

    private static TextParser<T> Signed<T>(long least, long most, Func<long, T> narrow) => (in ReadOnlyMemory<char> text, out T value) =>
    {
        var span = text.Span;
        value = default;
        if (span.IsEmpty)
            return true;
        var negative = span[0] == '-';
        if (negative)
            span = span[1..];
        if (span.IsEmpty || !Digits(span, out var size) || size > (negative ? (ulong)-(least + 1) + 1 : (ulong)most))
            return false;
        value = narrow(negative ? unchecked(-(long)size) : (long)size);
        return true;
    };

    private static TextParser<T> Unsigned<T>(ulong most, Func<ulong, T> narrow) => (in ReadOnlyMemory<char> text, out T value) =>
    {
        value = default;
        if (text.IsEmpty || !Digits(text.Span, out var number) || number > most)
            return false;
        value = narrow(number);
        return true;
    };

    /// <summary>Digits alone: no sign, no blank, no overflow.</summary>
    private static bool Digits(ReadOnlySpan<char> text, out ulong number) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
