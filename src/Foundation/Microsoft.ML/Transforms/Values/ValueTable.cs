using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>A table from values of one column type to values of another; what it does not hold maps to the default.</summary>
internal abstract class ValueTable(PrimitiveDataViewType keyType, DataViewType valueType)
{
    public PrimitiveDataViewType KeyType { get; } = keyType;
    public DataViewType ValueType { get; } = valueType;

    /// <summary>The type of what the result's keys stand for; null when results are no keys.</summary>
    public virtual PrimitiveDataViewType KeyValueType => null;

    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column);

    public abstract void AddAnnotations(DataViewSchema.Annotations.Builder builder);

    public abstract void Save(BinaryWriter writer);

    /// <summary>A table of .NET values; strings are text.</summary>
    public static ValueTable Of<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> pairs, bool valuesAsKeys)
    {
        var pairList = pairs.ToList();
        return (ValueTable)RowGetters.Generic(typeof(ValueTable), valuesAsKeys ? nameof(WithKeys) : nameof(Plain), [Raw(typeof(TKey)), Raw(typeof(TValue))], null,
            pairList.ConvertAll(pair => (object)pair.Key), pairList.ConvertAll(pair => (object)pair.Value));
    }

    public static ValueTable OfVectors<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue[]>> pairs)
    {
        var pairList = pairs.ToList();
        return (ValueTable)RowGetters.Generic(typeof(ValueTable), nameof(Vectors), [Raw(typeof(TKey)), Raw(typeof(TValue))], null,
            pairList.ConvertAll(pair => (object)pair.Key), pairList.ConvertAll(pair => (Array)pair.Value));
    }

    /// <summary>A table from two columns of a view.</summary>
    public static ValueTable Of(IDataView view, DataViewSchema.Column keys, DataViewSchema.Column values)
    {
        if (keys.Type is not PrimitiveDataViewType)
            throw Contracts.ExceptSchemaMismatch("lookupMap", "key", keys.Name, "primitive", keys.Type.ToString());
        return (ValueTable)RowGetters.Generic(typeof(ValueTable), nameof(FromView), [keys.Type.RawType, values.Type.RawType], null, view, keys, values);
    }

    public static ValueTable Load(BinaryReader reader)
    {
        var (key, value) = ((PrimitiveDataViewType)ColumnTypeCodec.Read(reader), ColumnTypeCodec.Read(reader));
        return (ValueTable)RowGetters.Generic(typeof(ValueTable), nameof(Loaded), [key.RawType, value.RawType], null, reader, key, value);
    }

    private static ValueTable Loaded<TKey, TValue>(BinaryReader reader, PrimitiveDataViewType key, DataViewType value) => ValueTable<TKey, TValue>.Load(reader, key, value);

    private static Type Raw(Type type) =>
        TypesOfRaw.TryPrimitive(type, out var primitive) ? primitive.RawType : throw Contracts.Except($"Unsupported type {type} used in mapping.");

    private static T Item<T>(object value) => value is string text ? (T)(object)text.AsMemory() : value == null ? default : (T)value;

    private static ValueTable<TKey, TValue> Plain<TKey, TValue>(List<object> keys, List<object> values)
    {
        var table = new ValueTable<TKey, TValue>(TypesOfRaw.Primitive(typeof(TKey)), TypesOfRaw.Primitive(typeof(TValue)), null);
        for (var i = 0; i < keys.Count; i++)
            table.Add(Item<TKey>(keys[i]), Item<TValue>(values[i]));
        return table;
    }

    private static ValueTable Vectors<TKey, TValue>(List<object> keys, List<Array> values)
    {
        // A size is promised only where all have the same.
        var size = values.Count > 0 && values.TrueForAll(value => value.Length == values[0].Length) ? values[0].Length : 0;
        var table = new ValueTable<TKey, VBuffer<TValue>>(TypesOfRaw.Primitive(typeof(TKey)), new VectorDataViewType(TypesOfRaw.Primitive(typeof(TValue)), size), null);
        for (var i = 0; i < keys.Count; i++)
        {
            TValue[] items = [.. values[i].Cast<object>().Select(Item<TValue>)];
            table.Add(Item<TKey>(keys[i]), new VBuffer<TValue>(items.Length, items));
        }
        return table;
    }

    /// <summary>
    /// Values become keys in the order of their first occurrence, annotated with their text; unsigned numbers are the keys themselves.
    /// </summary>
    private static ValueTable WithKeys<TKey, TValue>(List<object> keys, List<object> values)
    {
        var distinct = new Dictionary<TValue, uint>(ValueComparison<TValue>.Equality);
        foreach (var value in values)
            distinct.TryAdd(Item<TValue>(value), (uint)distinct.Count + 1);
        var names = new KeyNames<ReadOnlyMemory<char>>(TextDataViewType.Instance, [.. distinct.Keys.Select(value => value.ToString().AsMemory())]);
        return typeof(TValue) == typeof(uint) || typeof(TValue) == typeof(ulong)
            ? Fill(typeof(TValue), Item<TValue>)
            : Fill(typeof(uint), value => distinct[Item<TValue>(value)]);

        ValueTable<TKey, T> Fill<T>(Type raw, Func<object, T> toKey)
        {
            var table = new ValueTable<TKey, T>(TypesOfRaw.Primitive(typeof(TKey)), new KeyDataViewType(raw, Math.Max(1, distinct.Count)), names);
            for (var i = 0; i < keys.Count; i++)
                table.Add(Item<TKey>(keys[i]), toKey(values[i]));
            return table;
        }
    }

    private static ValueTable<TKey, TValue> FromView<TKey, TValue>(IDataView view, DataViewSchema.Column keyColumn, DataViewSchema.Column valueColumn)
    {
        var table = new ValueTable<TKey, TValue>((PrimitiveDataViewType)keyColumn.Type, valueColumn.Type, KeyNames.Of(valueColumn));
        using var cursor = view.GetRowCursor([keyColumn, valueColumn]);
        var (keys, values) = (cursor.GetGetter<TKey>(keyColumn), cursor.GetGetter<TValue>(valueColumn));
        while (cursor.MoveNext())
        {
            TKey key = default;
            TValue value = default;
            keys(ref key);
            values(ref value);
            table.Add(ValueComparison<TKey>.Keep(key), ValueComparison<TValue>.Keep(value));
        }
        return table;
    }
}
