using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(MissingValueIndicatorTransformer), null, typeof(SignatureLoadModel), "NA Indicator Transform", MissingValueIndicatorTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Says of each value whether it is missing.</summary>
public sealed class MissingValueIndicatorTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "NaIndicatorTransform";

    private static VersionInfo Version => new("NAIND TF", 0x00010002, 0x00010002, 0x00010002, typeof(MissingValueIndicatorTransformer).Assembly.FullName, LoaderSignature);

    internal MissingValueIndicatorTransformer(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns)
        : base(environment.Register(nameof(MissingValueIndicatorTransformer)), columns)
    {
    }

    private MissingValueIndicatorTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
    }

    private static MissingValueIndicatorTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new MissingValueIndicatorTransformer(environment.Register(nameof(MissingValueIndicatorTransformer)), ctx);
    }

    internal static string Unsupported(DataViewType type) => $"Type '{type}' is not supported by {LoaderSignature} since it doesn't have an NA value";

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var type = inputSchema[srcCol].Type;
        Host.CheckParam(MissingValues.Exist(type.GetItemType()), nameof(inputSchema), Unsupported(type));
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(MissingValueIndicatorTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent.ColumnPairs.Select((pair, i) =>
        {
            var source = InputSchema[ColMapNewToOld[i]];
            var builder = new DataViewSchema.Annotations.Builder();
            builder.Add(source.Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
            builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
            DataViewType type = source.Type is VectorDataViewType vector ? new VectorDataViewType(BooleanDataViewType.Instance, vector.Dimensions) : BooleanDataViewType.Instance;
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, type, builder.ToAnnotations());
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var column = input.Schema[ColMapNewToOld[iinfo]];
            return (Delegate)RowGetters.Generic(typeof(Mapper), nameof(Getter), [column.Type.GetItemType().RawType], null, input, column);
        }

        private static Delegate Getter<T>(DataViewRow row, DataViewSchema.Column column)
        {
            var isMissing = MissingValues.TestOf<T>(column.Type.GetItemType());
            return column.Type is VectorDataViewType ? ValueMapping.Vector(row, column, isMissing) : ValueMapping.Scalar(row, column, isMissing);
        }
    }
}
