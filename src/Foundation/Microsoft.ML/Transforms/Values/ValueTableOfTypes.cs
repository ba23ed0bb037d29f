using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

internal sealed class ValueTable<TKey, TValue>(PrimitiveDataViewType keyType, DataViewType valueType, KeyNames names) : ValueTable(keyType, valueType)
{
    private readonly Dictionary<TKey, TValue> _values = new(ValueComparison<TKey>.Equality);

    public override PrimitiveDataViewType KeyValueType => names?.Type;

    public void Add(TKey key, TValue value)
    {
        if (!_values.TryAdd(key, value))
            throw Contracts.Except($"Duplicate keys in data '{key}'");
    }

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
            return ValueMapping.Vector<TKey, TValue>(row, column, key => _values.GetValueOrDefault(key));
        if (ValueType is VectorDataViewType vector)
            return (Delegate)RowGetters.Generic(typeof(ValueTable<TKey, TValue>), nameof(CopyingGetter), [vector.ItemType.RawType], this, row, column);
        return ValueMapping.Scalar<TKey, TValue>(row, column, key => _values.GetValueOrDefault(key));
    }

    // The caller may edit what it gets, so the table's own arrays stay inside.
    private ValueGetter<VBuffer<TItem>> CopyingGetter<TItem>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<TKey>(column);
        var vectors = (Dictionary<TKey, VBuffer<TItem>>)(object)_values;
        TKey key = default;
        return (ref VBuffer<TItem> value) =>
        {
            getter(ref key);
            if (vectors.TryGetValue(key, out var found))
                found.CopyTo(ref value);
            else
                value = default;
        };
    }

    public override void AddAnnotations(DataViewSchema.Annotations.Builder builder) => names?.AddTo(builder);

    public override void Save(BinaryWriter writer)
    {
        ColumnTypeCodec.Write(writer, KeyType);
        ColumnTypeCodec.Write(writer, ValueType);
        writer.Write(names != null);
        names?.Save(writer);
        var (keyCodec, valueCodec) = (ValueCodec.For<TKey>(KeyType), ValueCodec.For<TValue>(ValueType));
        writer.Write(_values.Count);
        foreach (var (key, value) in _values)
        {
            keyCodec.Write(writer, in key);
            valueCodec.Write(writer, in value);
        }
    }

    public static ValueTable<TKey, TValue> Load(BinaryReader reader, PrimitiveDataViewType keyType, DataViewType valueType)
    {
        var table = new ValueTable<TKey, TValue>(keyType, valueType, reader.ReadBoolean() ? KeyNames.Load(reader) : null);
        var (keyCodec, valueCodec) = (ValueCodec.For<TKey>(keyType), ValueCodec.For<TValue>(valueType));
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            TKey key = default;
            TValue value = default;
            keyCodec.Read(reader, ref key);
            valueCodec.Read(reader, ref value);
            table.Add(key, value);
        }
        return table;
    }
}
