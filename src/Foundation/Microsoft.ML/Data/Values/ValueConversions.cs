using System.Globalization;
using System.Numerics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// The conversions between column types that the library has: among signed numbers, among unsigned ones (what does not fit is 0), from all
/// numbers to reals, text and booleans, and from text to everything. From reals to whole numbers there is none.
/// </summary>
internal static class ValueConversions
{
    private static readonly Dictionary<(Type From, Type To), Delegate> _all = [];

    static ValueConversions()
    {
        AddSigned<sbyte>();
        AddSigned<short>();
        AddSigned<int>();
        AddSigned<long>();
        AddUnsigned<byte>();
        AddUnsigned<ushort>();
        AddUnsigned<uint>();
        AddUnsigned<ulong>();
        Add<float, float>(v => v);
        Add<float, double>(v => v);
        Add<double, float>(v => (float)v);
        Add<double, double>(v => v);
        Add<float, bool>(v => v != 0);
        Add<double, bool>(v => v != 0);
        Add<float, ReadOnlyMemory<char>>(v => v.ToString(CultureInfo.InvariantCulture).AsMemory());
        Add<double, ReadOnlyMemory<char>>(v => v.ToString(CultureInfo.InvariantCulture).AsMemory());
        AddBoolean();
        AddTimes();
        AddText();
        Add<DataViewRowId, DataViewRowId>(v => v);
    }

    public static bool TryGet(DataViewType from, DataViewType to, out Delegate conversion)
    {
        conversion = null;
        if (from is KeyDataViewType fromKey)
        {
            if (to is KeyDataViewType toKey ? fromKey.Count != toKey.Count : !KeyDataViewType.IsValidDataType(to.RawType))
                return false;
        }
        else if (to is KeyDataViewType)
            return false;
        return _all.TryGetValue((from.RawType, to.RawType), out conversion);
    }

    public static Func<T, ulong> ToUInt64<T>() => (Func<T, ulong>)_all[(typeof(T), typeof(ulong))];

    public static Func<ulong, T> FromUInt64<T>() => (Func<ulong, T>)_all[(typeof(ulong), typeof(T))];

    private static void Add<TFrom, TTo>(Func<TFrom, TTo> conversion) => _all[(typeof(TFrom), typeof(TTo))] = conversion;

    private static void AddNumber<T>() where T : struct, INumber<T>
    {
        Add<T, float>(float.CreateTruncating);
        Add<T, double>(double.CreateTruncating);
        Add<T, bool>(v => v != T.Zero);
        Add<T, ReadOnlyMemory<char>>(v => v.ToString(null, CultureInfo.InvariantCulture).AsMemory());
    }

    private static void AddSigned<T>() where T : struct, IBinaryInteger<T>
    {
        AddNumber<T>();
        Add<T, sbyte>(sbyte.CreateTruncating);
        Add<T, short>(short.CreateTruncating);
        Add<T, int>(int.CreateTruncating);
        Add<T, long>(long.CreateTruncating);
    }

    private static void AddUnsigned<T>() where T : struct, IBinaryInteger<T>
    {
        AddNumber<T>();
        Add<T, byte>(v => ulong.CreateTruncating(v) is <= byte.MaxValue and var n ? (byte)n : (byte)0);
        Add<T, ushort>(v => ulong.CreateTruncating(v) is <= ushort.MaxValue and var n ? (ushort)n : (ushort)0);
        Add<T, uint>(v => ulong.CreateTruncating(v) is <= uint.MaxValue and var n ? (uint)n : 0);
        Add<T, ulong>(ulong.CreateTruncating);
    }

    private static void AddBoolean()
    {
        Add<bool, sbyte>(v => v ? (sbyte)1 : (sbyte)0);
        Add<bool, short>(v => v ? (short)1 : (short)0);
        Add<bool, int>(v => v ? 1 : 0);
        Add<bool, long>(v => v ? 1 : 0);
        Add<bool, float>(v => v ? 1 : 0);
        Add<bool, double>(v => v ? 1 : 0);
        Add<bool, bool>(v => v);
        Add<bool, ReadOnlyMemory<char>>(v => v.ToString().AsMemory());
    }

    private static void AddTimes()
    {
        AddTime<TimeSpan>(v => v.Ticks, "c");
        AddTime<DateTime>(v => v.Ticks, "o");
        AddTime<DateTimeOffset>(v => v.UtcTicks, "o");
        Add<DateTime, DateTime>(v => v);
    }

    private static void AddTime<T>(Func<T, long> ticks, string format) where T : IFormattable
    {
        Add(ticks);
        Add<T, float>(v => ticks(v));
        Add<T, double>(v => ticks(v));
        Add<T, ReadOnlyMemory<char>>(v => v.ToString(format, CultureInfo.InvariantCulture).AsMemory());
    }

    private static void AddText()
    {
        AddParsed<sbyte>(NumberDataViewType.SByte, FailWith("sbyte"));
        AddParsed<short>(NumberDataViewType.Int16, FailWith("short"));
        AddParsed<int>(NumberDataViewType.Int32, FailWith("int"));
        AddParsed<long>(NumberDataViewType.Int64, FailWith("long"));
        AddParsed<byte>(NumberDataViewType.Byte, null);
        AddParsed<ushort>(NumberDataViewType.UInt16, null);
        AddParsed<uint>(NumberDataViewType.UInt32, null);
        AddParsed<ulong>(NumberDataViewType.UInt64, null);
        AddParsed<float>(NumberDataViewType.Single, null);
        AddParsed<double>(NumberDataViewType.Double, null);
        AddParsed<bool>(BooleanDataViewType.Instance, null);
        AddParsed<ReadOnlyMemory<char>>(TextDataViewType.Instance, null);
        AddParsed<TimeSpan>(TimeSpanDataViewType.Instance, null);
        AddParsed<DateTime>(DateTimeDataViewType.Instance, null);
        AddParsed<DateTimeOffset>(DateTimeOffsetDataViewType.Instance, null);
    }

    private static void AddParsed<T>(DataViewType type, Func<Exception> failure)
    {
        // The parser is looked up late: its class uses this one for keys.
        TextParser<T> parser = null;
        Add<ReadOnlyMemory<char>, T>(text =>
        {
            parser ??= TextParsing.For<T>(type);
            if (!parser(text, out var value) && failure != null)
                throw failure();
            return value;
        });
    }

    private static Func<Exception> FailWith(string name) => () => Contracts.Except($"Value could not be parsed from text to {name}.");
}
