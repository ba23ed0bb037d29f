using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ColumnCopyingTransformer), null, typeof(SignatureLoadModel), "Copy Columns Transform", ColumnCopyingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Copies of columns, annotations and all.</summary>
public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "CopyTransform";

    private static VersionInfo Version => new("COPYCOLT", 0x00010001, 0x00010001, 0x00010001, typeof(ColumnCopyingTransformer).Assembly.FullName, LoaderSignature);

    internal ColumnCopyingTransformer(IHostEnvironment environment, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment.Register(nameof(ColumnCopyingTransformer)), columns)
    {
    }

    private ColumnCopyingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
    }

    private static ColumnCopyingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new ColumnCopyingTransformer(environment.Register(nameof(ColumnCopyingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(ColumnCopyingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent.ColumnPairs.Select((pair, i) =>
        {
            var source = InputSchema[ColMapNewToOld[i]];
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, source.Type, source.Annotations);
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return RowGetters.Untyped(input, input.Schema[ColMapNewToOld[iinfo]]);
        }
    }
}
