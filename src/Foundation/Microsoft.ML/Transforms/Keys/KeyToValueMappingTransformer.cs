using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToValueMappingTransformer), null, typeof(SignatureLoadModel), "Key To Value Transform", KeyToValueMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Turns keys into the values that the column's annotation holds for them.</summary>
public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToValueTransform";

    private static VersionInfo Version => new("KEY2VALT", 0x00010001, 0x00010001, 0x00010001, typeof(KeyToValueMappingTransformer).Assembly.FullName, LoaderSignature);

    internal KeyToValueMappingTransformer(IHostEnvironment environment, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment.Register(nameof(KeyToValueMappingTransformer)), columns)
    {
    }

    private KeyToValueMappingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
    }

    private static KeyToValueMappingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new KeyToValueMappingTransformer(environment.Register(nameof(KeyToValueMappingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly KeyToValueMappingTransformer _parent;
        private readonly PrimitiveDataViewType[] _types;

        public Mapper(KeyToValueMappingTransformer parent, DataViewSchema inputSchema) : base(parent.Host, parent, inputSchema)
        {
            _parent = parent;
            _types = [.. parent.ColumnPairs.Select((_, i) => ValueType(inputSchema[ColMapNewToOld[i]]))];
        }

        private PrimitiveDataViewType ValueType(DataViewSchema.Column source)
        {
            var values = source.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues) ?? throw Host.Except("Metadata KeyValues does not exist");
            if (source.Type.GetItemType() is not KeyDataViewType key)
                throw Host.ExceptSchemaMismatch("inputSchema", "input", source.Name, "KeyType", source.Type.ToString());
            Host.Check(values.Type is VectorDataViewType vector && (ulong)vector.Size == key.Count, "KeyValues metadata size does not match column type key count");
            return ((VectorDataViewType)values.Type).ItemType;
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. _parent.ColumnPairs.Select((pair, i) =>
        {
            var source = InputSchema[ColMapNewToOld[i]];
            var builder = new DataViewSchema.Annotations.Builder();
            builder.Add(source.Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
            DataViewType type = source.Type is VectorDataViewType vector ? new VectorDataViewType(_types[i], vector.Dimensions) : _types[i];
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, type, builder.ToAnnotations());
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            // The annotation is taken from the schema that was bound: a row's own may be another instance.
            var bound = InputSchema[ColMapNewToOld[iinfo]];
            var types = new[] { bound.Type.GetItemType().RawType, _types[iinfo].RawType };
            return (Delegate)RowGetters.Generic(typeof(Mapper), nameof(Getter), types, null, input, input.Schema[bound.Index], bound, _types[iinfo]);
        }

        private static Delegate Getter<TKey, TValue>(DataViewRow row, DataViewSchema.Column column, DataViewSchema.Column bound, DataViewType valueType)
        {
            VBuffer<TValue> annotation = default;
            bound.Annotations.GetValue(AnnotationUtils.Kinds.KeyValues, ref annotation);
            TValue[] values = [.. annotation.DenseValues()];
            var missing = MissingOf<TValue>(valueType);
            var widen = ValueConversions.ToUInt64<TKey>();
            return column.Type is VectorDataViewType
                ? VectorGetter(row.GetGetter<VBuffer<TKey>>(column), ValueOf, missing)
                : ScalarGetter(row.GetGetter<TKey>(column), ValueOf);

            TValue ValueOf(TKey key) => widen(key) is > 0 and var number && number <= (ulong)values.Length ? values[number - 1] : missing;
        }

        private static T MissingOf<T>(DataViewType type) => type is KeyDataViewType ? default
            : typeof(T) == typeof(float) ? (T)(object)float.NaN
            : typeof(T) == typeof(double) ? (T)(object)double.NaN : default;

        private static ValueGetter<TValue> ScalarGetter<TKey, TValue>(ValueGetter<TKey> getter, Func<TKey, TValue> valueOf)
        {
            TKey key = default;
            return (ref TValue value) =>
            {
                getter(ref key);
                value = valueOf(key);
            };
        }

        private static ValueGetter<VBuffer<TValue>> VectorGetter<TKey, TValue>(ValueGetter<VBuffer<TKey>> getter, Func<TKey, TValue> valueOf, TValue missing)
        {
            VBuffer<TKey> keys = default;
            // A missing key stays an unnamed position only where the missing value is the default.
            var sparse = EqualityComparer<TValue>.Default.Equals(missing, default);
            return (ref VBuffer<TValue> values) =>
            {
                getter(ref keys);
                var from = keys.GetValues();
                var editor = VBufferEditor.Create(ref values, keys.Length, keys.IsDense || !sparse ? keys.Length : from.Length);
                if (!keys.IsDense && !sparse)
                {
                    editor.Values.Fill(missing);
                    var at = keys.GetIndices();
                    for (var i = 0; i < from.Length; i++)
                        editor.Values[at[i]] = valueOf(from[i]);
                }
                else
                {
                    keys.GetIndices().CopyTo(editor.Indices);
                    for (var i = 0; i < from.Length; i++)
                        editor.Values[i] = valueOf(from[i]);
                }
                values = editor.Commit();
            };
        }
    }
}
