using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(TypeConvertingTransformer), null, typeof(SignatureLoadModel), "Convert Transform", TypeConvertingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Changes the item type of columns.</summary>
public sealed class TypeConvertingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ConvertTransform";

    private readonly DataKind _kind;

    private static VersionInfo Version => new("CONVERTF", 0x00010003, 0x00010003, 0x00010003, typeof(TypeConvertingTransformer).Assembly.FullName, LoaderSignature);

    internal TypeConvertingTransformer(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns, DataKind outputKind)
        : base(environment.Register(nameof(TypeConvertingTransformer)), columns) => _kind = outputKind;

    private TypeConvertingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
        _kind = (DataKind)ctx.Reader.ReadByte();
        host.CheckDecode(Enum.IsDefined(_kind));
    }

    private static TypeConvertingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new TypeConvertingTransformer(environment.Register(nameof(TypeConvertingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        ctx.Writer.Write((byte)_kind);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : OneToOneMapperBase
    {
        private readonly TypeConvertingTransformer _parent;
        private readonly (PrimitiveDataViewType ItemType, Delegate Conversion)[] _targets;

        public Mapper(TypeConvertingTransformer parent, DataViewSchema inputSchema) : base(parent.Host, parent, inputSchema)
        {
            _parent = parent;
            _targets = [.. parent.ColumnPairs.Select((pair, i) =>
            {
                var type = inputSchema[ColMapNewToOld[i]].Type;
                if (!TypeConversion.TryGet(type, parent._kind, out var item, out var conversion))
                    throw Host.ExceptParam(nameof(inputSchema), $"source column '{pair.inputColumnName}' with item type '{type}' is not compatible with destination type '{item}'");
                return (item, conversion);
            })];
        }

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. _parent.ColumnPairs.Select((pair, i) =>
        {
            var source = InputSchema[ColMapNewToOld[i]];
            var item = _targets[i].ItemType;
            var vector = source.Type as VectorDataViewType;
            var builder = new DataViewSchema.Annotations.Builder();
            if (vector is { IsKnownSize: true })
                builder.Add(source.Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
            if (source.Type.GetItemType() is KeyDataViewType from && item is KeyDataViewType to && from.Count == to.Count)
                builder.Add(source.Annotations, name => name == AnnotationUtils.Kinds.KeyValues);
            if (source.Type.GetItemType() is NumberDataViewType && item is NumberDataViewType)
                builder.Add(source.Annotations, name => name == AnnotationUtils.Kinds.IsNormalized);
            if (source.Type is BooleanDataViewType && item is NumberDataViewType)
                builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
            DataViewType type = vector == null ? item : new VectorDataViewType(item, vector.Dimensions);
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, type, builder.ToAnnotations());
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var column = input.Schema[ColMapNewToOld[iinfo]];
            var (item, conversion) = _targets[iinfo];
            return (Delegate)RowGetters.Generic(typeof(ValueMapping), column.Type is VectorDataViewType ? nameof(ValueMapping.Vector) : nameof(ValueMapping.Scalar),
                [column.Type.GetItemType().RawType, item.RawType], null, input, column, conversion);
        }
    }
}
