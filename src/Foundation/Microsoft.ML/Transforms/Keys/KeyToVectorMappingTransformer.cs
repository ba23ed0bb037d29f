using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToVectorMappingTransformer), null, typeof(SignatureLoadModel), "Key To Vector Transform", KeyToVectorMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Turns a key into a vector that is 1 at the key's slot; keys of a vector into one such vector each, or into the sum of them.</summary>
public sealed class KeyToVectorMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToVectorTransform";

    private readonly bool _count;

    private static VersionInfo Version => new("KEY2VECT", 0x00010002, 0x00010002, 0x00010002, typeof(KeyToVectorMappingTransformer).Assembly.FullName, LoaderSignature);

    internal KeyToVectorMappingTransformer(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns, bool outputCountVector)
        : base(environment.Register(nameof(KeyToVectorMappingTransformer)), columns) => _count = outputCountVector;

    private KeyToVectorMappingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx) => _count = ctx.Reader.ReadBoolean();

    private static KeyToVectorMappingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new KeyToVectorMappingTransformer(environment.Register(nameof(KeyToVectorMappingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        ctx.Writer.Write(_count);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var source = inputSchema[srcCol];
        if (source.Type.GetItemType() is not KeyDataViewType)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, "key type of known cardinality", source.Type.ToString());
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(KeyToVectorMappingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent.ColumnPairs.Select((pair, i) =>
        {
            var source = InputSchema[ColMapNewToOld[i]];
            var keys = source.Type.GetItemType().GetKeyCountAsInt32();
            var joined = parent._count || source.Type.GetValueCount() == 1;
            var type = joined ? new VectorDataViewType(NumberDataViewType.Single, keys)
                : new VectorDataViewType(NumberDataViewType.Single, source.Type.GetVectorSize(), keys);
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, type, Annotations(source, type, keys, joined));
        })];

        private DataViewSchema.Annotations Annotations(DataViewSchema.Column source, VectorDataViewType type, int keys, bool joined)
        {
            var builder = new DataViewSchema.Annotations.Builder();
            var slots = source.Type.GetValueCount();
            if (type.IsKnownSize && KeyVectorNames.Exist(source, keys))
                builder.Add<VBuffer<ReadOnlyMemory<char>>>(AnnotationUtils.Kinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, type.Dimensions),
                    (ref VBuffer<ReadOnlyMemory<char>> names) => names = KeyVectorNames.Of(source, keys, perSlot: !joined));
            if (!parent._count && slots > 0)
            {
                var ranges = Enumerable.Range(0, slots).SelectMany(slot => new[] { slot * keys, (slot + 1) * keys - 1 }).ToArray();
                builder.Add(AnnotationUtils.Kinds.CategoricalSlotRanges, AnnotationUtils.GetCategoricalType(slots),
                    (ref VBuffer<int> value) => VBuffer<int>.Copy(ranges, 0, ref value, ranges.Length));
            }
            if (!parent._count || slots == 1)
                builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
            return builder.ToAnnotations();
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var column = input.Schema[ColMapNewToOld[iinfo]];
            var method = column.Type is not VectorDataViewType ? nameof(One) : parent._count ? nameof(Counts) : nameof(OneBySlot);
            return (Delegate)RowGetters.Generic(typeof(Mapper), method, [column.Type.GetItemType().RawType], null, input, column);
        }

        private static ValueGetter<VBuffer<float>> One<T>(DataViewRow row, DataViewSchema.Column column)
        {
            var (getter, widen, keys) = (row.GetGetter<T>(column), ValueConversions.ToUInt64<T>(), column.Type.GetKeyCountAsInt32());
            T value = default;
            return (ref VBuffer<float> vector) =>
            {
                getter(ref value);
                var key = widen(value);
                var known = key > 0 && key <= (ulong)keys;
                var editor = VBufferEditor.Create(ref vector, keys, known ? 1 : 0);
                if (known)
                {
                    editor.Values[0] = 1;
                    if (keys > 1)
                        editor.Indices[0] = (int)key - 1;
                }
                vector = editor.Commit();
            };
        }

        private static ValueGetter<VBuffer<float>> OneBySlot<T>(DataViewRow row, DataViewSchema.Column column)
        {
            var (getter, widen, keys) = (row.GetGetter<VBuffer<T>>(column), ValueConversions.ToUInt64<T>(), column.Type.GetItemType().GetKeyCountAsInt32());
            VBuffer<T> values = default;
            var slots = new List<int>();
            return (ref VBuffer<float> vector) =>
            {
                getter(ref values);
                slots.Clear();
                foreach (var (slot, value) in values.Items())
                    if (widen(value) is > 0 and var key && key <= (ulong)keys)
                        slots.Add(slot * keys + (int)key - 1);
                var editor = VBufferEditor.Create(ref vector, checked(values.Length * keys), slots.Count);
                editor.Values.Fill(1);
                for (var i = 0; i < editor.Indices.Length; i++)
                    editor.Indices[i] = slots[i];
                vector = editor.Commit();
            };
        }

        private static ValueGetter<VBuffer<float>> Counts<T>(DataViewRow row, DataViewSchema.Column column)
        {
            var (getter, widen, keys) = (row.GetGetter<VBuffer<T>>(column), ValueConversions.ToUInt64<T>(), column.Type.GetItemType().GetKeyCountAsInt32());
            VBuffer<T> values = default;
            var counts = new SortedDictionary<int, float>();
            return (ref VBuffer<float> vector) =>
            {
                getter(ref values);
                counts.Clear();
                foreach (var value in values.GetValues())
                    if (widen(value) is > 0 and var key && key <= (ulong)keys)
                        counts[(int)key - 1] = counts.GetValueOrDefault((int)key - 1) + 1;
                var editor = VBufferEditor.Create(ref vector, keys, counts.Count);
                var at = 0;
                foreach (var (slot, count) in counts)
                {
                    editor.Values[at] = count;
                    if (editor.Indices.Length > 0)
                        editor.Indices[at] = slot;
                    at++;
                }
                vector = editor.Commit();
            };
        }
    }
}
