using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToBinaryVectorMappingTransformer), null, typeof(SignatureLoadModel), "Key To Binary Vector Transform", KeyToBinaryVectorMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>
/// Turns a key into the bits of its number, the highest first: as many as the count needs, with one pattern more (all ones) for the missing key.
/// </summary>
public sealed class KeyToBinaryVectorMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToBinaryTransform";

    private static VersionInfo Version => new("KEY2BINR", 0x00010001, 0x00010001, 0x00010001, typeof(KeyToBinaryVectorMappingTransformer).Assembly.FullName, LoaderSignature);

    internal KeyToBinaryVectorMappingTransformer(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns)
        : base(environment.Register(nameof(KeyToBinaryVectorMappingTransformer)), columns)
    {
    }

    private KeyToBinaryVectorMappingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
    }

    private static KeyToBinaryVectorMappingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new KeyToBinaryVectorMappingTransformer(environment.Register(nameof(KeyToBinaryVectorMappingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var source = inputSchema[srcCol];
        if (source.Type.GetItemType() is not KeyDataViewType)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, "key type of known cardinality", source.Type.ToString());
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private static int BitsOf(int keys) => BitOperations.Log2((uint)keys) + 2;

    private sealed class Mapper(KeyToBinaryVectorMappingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent.ColumnPairs.Select((pair, i) =>
        {
            var source = InputSchema[ColMapNewToOld[i]];
            var keys = source.Type.GetItemType().GetKeyCountAsInt32();
            var bits = BitsOf(keys);
            var type = source.Type is VectorDataViewType vector
                ? new VectorDataViewType(NumberDataViewType.Single, vector.Size, bits)
                : new VectorDataViewType(NumberDataViewType.Single, bits);
            var builder = new DataViewSchema.Annotations.Builder();
            if (type.IsKnownSize && KeyVectorNames.Exist(source, keys))
                builder.Add<VBuffer<ReadOnlyMemory<char>>>(AnnotationUtils.Kinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, type.Dimensions),
                    (ref VBuffer<ReadOnlyMemory<char>> names) => names = Names(source, bits));
            if (source.Type is not VectorDataViewType)
                builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, type, builder.ToAnnotations());
        })];

        private static VBuffer<ReadOnlyMemory<char>> Names(DataViewSchema.Column source, int bits)
        {
            var slots = Math.Max(1, source.Type.GetVectorSize());
            VBuffer<ReadOnlyMemory<char>> slotNames = default;
            if (source.HasSlotNames(source.Type.GetVectorSize()))
                source.GetSlotNames(ref slotNames);
            var names = new ReadOnlyMemory<char>[slots * bits];
            for (var i = 0; i < names.Length; i++)
            {
                var (slot, bit) = (i / bits, bits - 1 - i % bits);
                var prefix = source.Type is not VectorDataViewType ? ""
                    : slotNames.Length == slots && slotNames.GetItemOrDefault(slot) is { IsEmpty: false } own ? own + "." : $"[{slot}].";
                names[i] = $"{prefix}Bit{bit}".AsMemory();
            }
            return new VBuffer<ReadOnlyMemory<char>>(names.Length, names);
        }

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var column = input.Schema[ColMapNewToOld[iinfo]];
            return (Delegate)RowGetters.Generic(typeof(Mapper), column.Type is VectorDataViewType ? nameof(BySlot) : nameof(One), [column.Type.GetItemType().RawType], null, input, column);
        }

        private static ValueGetter<VBuffer<float>> One<T>(DataViewRow row, DataViewSchema.Column column)
        {
            var (getter, widen, bits) = (row.GetGetter<T>(column), ValueConversions.ToUInt64<T>(), BitsOf(column.Type.GetKeyCountAsInt32()));
            T value = default;
            return (ref VBuffer<float> vector) =>
            {
                getter(ref value);
                var editor = VBufferEditor.Create(ref vector, bits);
                Encode(widen(value), editor.Values);
                vector = editor.Commit();
            };
        }

        private static ValueGetter<VBuffer<float>> BySlot<T>(DataViewRow row, DataViewSchema.Column column)
        {
            var (getter, widen, bits) = (row.GetGetter<VBuffer<T>>(column), ValueConversions.ToUInt64<T>(), BitsOf(column.Type.GetItemType().GetKeyCountAsInt32()));
            VBuffer<T> values = default;
            return (ref VBuffer<float> vector) =>
            {
                getter(ref values);
                var editor = VBufferEditor.Create(ref vector, values.Length * bits);
                foreach (var (slot, value) in values.Items(all: true))
                    Encode(widen(value), editor.Values.Slice(slot * bits, bits));
                vector = editor.Commit();
            };
        }

        // Missing is -1 in two's complement.
        private static void Encode(ulong key, Span<float> bits)
        {
            var number = unchecked(key - 1);
            for (var i = 0; i < bits.Length; i++)
                bits[bits.Length - 1 - i] = (number >> i) & 1;
        }
    }
}
