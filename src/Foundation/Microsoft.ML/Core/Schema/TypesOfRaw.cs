using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The standard column types by raw type and by kind.</summary>
internal static class TypesOfRaw
{
    private static readonly (DataKind Kind, PrimitiveDataViewType Type)[] _all =
    [
        (DataKind.SByte, NumberDataViewType.SByte), (DataKind.Byte, NumberDataViewType.Byte),
        (DataKind.Int16, NumberDataViewType.Int16), (DataKind.UInt16, NumberDataViewType.UInt16),
        (DataKind.Int32, NumberDataViewType.Int32), (DataKind.UInt32, NumberDataViewType.UInt32),
        (DataKind.Int64, NumberDataViewType.Int64), (DataKind.UInt64, NumberDataViewType.UInt64),
        (DataKind.Single, NumberDataViewType.Single), (DataKind.Double, NumberDataViewType.Double),
        (DataKind.String, TextDataViewType.Instance), (DataKind.Boolean, BooleanDataViewType.Instance),
        (DataKind.TimeSpan, TimeSpanDataViewType.Instance), (DataKind.DateTime, DateTimeDataViewType.Instance),
        (DataKind.DateTimeOffset, DateTimeOffsetDataViewType.Instance),
    ];

    private static readonly Dictionary<Type, PrimitiveDataViewType> _byRaw = Named();
    private static readonly Dictionary<DataKind, PrimitiveDataViewType> _byKind = _all.ToDictionary(t => t.Kind, t => t.Type);

    private static Dictionary<Type, PrimitiveDataViewType> Named()
    {
        var types = _all.ToDictionary(t => t.Type.RawType, t => t.Type);
        types.Add(typeof(string), TextDataViewType.Instance);
        types.Add(typeof(DataViewRowId), RowIdDataViewType.Instance);
        return types;
    }

    /// <summary>The type that members of a .NET type become: string counts as text.</summary>
    public static bool TryPrimitive(Type raw, out PrimitiveDataViewType type) => _byRaw.TryGetValue(raw, out type);

    public static PrimitiveDataViewType Primitive(Type raw) =>
        TryPrimitive(raw, out var type) ? type : throw Contracts.ExceptParam(nameof(raw), $"'{raw}' is no raw type of a primitive column");

    public static PrimitiveDataViewType Primitive(DataKind kind) => _byKind[kind];

    public static DataKind KindOf(Type raw) => _all.Single(t => t.Type.RawType == raw).Kind;
}
