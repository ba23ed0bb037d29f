using System.Text;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>The values that have become keys, in the order of their keys.</summary>
internal abstract class KeyDictionary(PrimitiveDataViewType itemType)
{
    /// <summary>The type of the values; for values that are keys themselves, that key type.</summary>
    public PrimitiveDataViewType ItemType { get; } = itemType;

    public abstract int Count { get; }

    public KeyDataViewType KeyType => new(typeof(uint), Math.Max(1, Count));

    public static KeyDictionary Create(PrimitiveDataViewType itemType) =>
        (KeyDictionary)Activator.CreateInstance(typeof(KeyDictionary<>).MakeGenericType(itemType.RawType), itemType);

    public static KeyDictionary Load(BinaryReader reader)
    {
        var dictionary = Create((PrimitiveDataViewType)ColumnTypeCodec.Read(reader));
        dictionary.ReadValues(reader);
        return dictionary;
    }

    public void Save(BinaryWriter writer)
    {
        ColumnTypeCodec.Write(writer, ItemType);
        WriteValues(writer);
    }

    /// <summary>What adds the current row's values, as long as there are fewer than the maximum.</summary>
    public abstract Action Learner(DataViewRow row, DataViewSchema.Column column, int maximum);

    public abstract void SortByValue();

    /// <summary>A getter of the keys of the column's values; what is not known is missing.</summary>
    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column);

    public abstract void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column source, bool asText);

    /// <summary>The values as text, in the order of their keys.</summary>
    public abstract IEnumerable<string> Texts();

    private protected abstract void WriteValues(BinaryWriter writer);

    private protected abstract void ReadValues(BinaryReader reader);
}

internal sealed class KeyDictionary<T>(PrimitiveDataViewType itemType) : KeyDictionary(itemType)
{
    private readonly Dictionary<T, uint> _keys = new(ValueComparison<T>.Equality);
    private readonly Func<T, bool> _isMissing = ValueComparison<T>.MissingIn(itemType);
    private T[] _values;

    public override int Count => _keys.Count;

    private T[] Values => _values ??= [.. _keys.OrderBy(pair => pair.Value).Select(pair => pair.Key)];

    public override Action Learner(DataViewRow row, DataViewSchema.Column column, int maximum)
    {
        if (column.Type is VectorDataViewType)
        {
            var vectorGetter = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            return () =>
            {
                vectorGetter(ref vector);
                // Unnamed positions hold the default; where that is no missing value it is learnt at its place.
                if (vector.IsDense || _isMissing(default))
                    foreach (var item in vector.GetValues())
                        Learn(item, maximum);
                else
                    foreach (var item in vector.DenseValues())
                        Learn(item, maximum);
            };
        }
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            Learn(value, maximum);
        };
    }

    private void Learn(T value, int maximum)
    {
        if (_keys.Count >= maximum || _isMissing(value) || _keys.ContainsKey(value))
            return;
        _keys.Add(ValueComparison<T>.Keep(value), (uint)_keys.Count + 1);
        _values = null;
    }

    public override void SortByValue()
    {
        var values = Values;
        Array.Sort(values, ValueComparison<T>.Order);
        for (var i = 0; i < values.Length; i++)
            _keys[values[i]] = (uint)i + 1;
    }

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column) =>
        column.Type is VectorDataViewType ? VectorGetter(row.GetGetter<VBuffer<T>>(column)) : ScalarGetter(row.GetGetter<T>(column));

    private uint KeyOf(T value) => _isMissing(value) ? 0 : _keys.GetValueOrDefault(value);

    private ValueGetter<uint> ScalarGetter(ValueGetter<T> getter)
    {
        T value = default;
        return (ref uint key) =>
        {
            getter(ref value);
            key = KeyOf(value);
        };
    }

    private ValueGetter<VBuffer<uint>> VectorGetter(ValueGetter<VBuffer<T>> getter)
    {
        VBuffer<T> values = default;
        var ofDefault = KeyOf(default);
        return (ref VBuffer<uint> keys) =>
        {
            getter(ref values);
            var from = values.GetValues();
            if (!values.IsDense && ofDefault != 0)
            {
                var dense = VBufferEditor.Create(ref keys, values.Length);
                dense.Values.Fill(ofDefault);
                var at = values.GetIndices();
                for (var i = 0; i < from.Length; i++)
                    dense.Values[at[i]] = KeyOf(from[i]);
                keys = dense.Commit();
                return;
            }
            var editor = VBufferEditor.Create(ref keys, values.Length, from.Length);
            values.GetIndices().CopyTo(editor.Indices);
            for (var i = 0; i < from.Length; i++)
                editor.Values[i] = KeyOf(from[i]);
            keys = editor.Commit();
        };
    }

    public override void AddKeyValues(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column source, bool asText)
    {
        if (Count == 0)
            return;
        if (ItemType is KeyDataViewType type && source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues) is { Type: VectorDataViewType names } values
            && names.Size == (int)Math.Min(type.Count, int.MaxValue))
            RowGetters.Generic(typeof(KeyDictionary<T>), nameof(AddValuesOfKeys), [names.ItemType.RawType], this, builder, source, names.ItemType);
        else if (asText && ItemType is not TextDataViewType)
            builder.AddKeyValues(Count, TextDataViewType.Instance, (ref VBuffer<ReadOnlyMemory<char>> texts) =>
                texts = new VBuffer<ReadOnlyMemory<char>>(Count, [.. Texts().Select(text => text.AsMemory())]));
        else
            builder.AddKeyValues(Count, ItemType, (ref VBuffer<T> copy) => VBuffer<T>.Copy(Values, 0, ref copy, Count));
    }

    /// <summary>Keys of keys: the values that the source's keys stand for.</summary>
    private void AddValuesOfKeys<TName>(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column source, PrimitiveDataViewType nameType)
    {
        var widen = ValueConversions.ToUInt64<T>();
        builder.AddKeyValues(Count, nameType, (ref VBuffer<TName> names) =>
        {
            VBuffer<TName> all = default;
            source.Annotations.GetValue(AnnotationUtils.Kinds.KeyValues, ref all);
            var editor = VBufferEditor.Create(ref names, Count);
            for (var i = 0; i < Count; i++)
                editor.Values[i] = all.GetItemOrDefault((int)widen(Values[i]) - 1);
            names = editor.Commit();
        });
    }

    public override IEnumerable<string> Texts()
    {
        var format = TextFormatting.For<T>(ItemType);
        var text = new StringBuilder();
        foreach (var value in Values)
        {
            format(in value, text.Clear());
            yield return text.ToString();
        }
    }

    private protected override void WriteValues(BinaryWriter writer)
    {
        var codec = ValueCodec.For<T>(ItemType);
        writer.Write(Count);
        foreach (var value in Values)
            codec.Write(writer, in value);
    }

    private protected override void ReadValues(BinaryReader reader)
    {
        var codec = ValueCodec.For<T>(ItemType);
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            T value = default;
            codec.Read(reader, ref value);
            _keys.Add(value, (uint)i + 1);
        }
    }
}
