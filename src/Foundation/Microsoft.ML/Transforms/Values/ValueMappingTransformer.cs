using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ValueMappingTransformer), null, typeof(SignatureLoadModel), "Value Mapping Transform", ValueMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Replaces values by those of a table.</summary>
public class ValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ValueMappingTransformer";

    private const string TableStream = "DefaultMap.idv";

    private static VersionInfo Version => new("VALUMAPG", 0x00010003, 0x00010003, 0x00010003, typeof(ValueMappingTransformer).Assembly.FullName, LoaderSignature);

    internal ValueMappingTransformer(IHostEnvironment environment, ValueTable table, (string outputColumnName, string inputColumnName)[] columns)
        : base(environment.Register(nameof(ValueMappingTransformer)), columns) => Table = table;

    private ValueMappingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
        ValueTable table = null;
        host.CheckDecode(ctx.TryLoadBinaryStream(TableStream, reader => table = ValueTable.Load(reader)));
        Table = table;
    }

    internal ValueTable Table { get; }

    private static ValueMappingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new ValueMappingTransformer(environment.Register(nameof(ValueMappingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        ctx.SaveBinaryStream(TableStream, Table.Save);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var source = inputSchema[srcCol];
        if (source.Type.GetItemType().RawType != Table.KeyType.RawType)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, Table.KeyType.ToString(), source.Type.GetItemType().ToString());
        if (source.Type is VectorDataViewType && Table.ValueType is VectorDataViewType)
            throw Host.ExceptNotSupp($"Column '{source.Name}' cannot be mapped to values when the column and the map values are both vector type.");
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(ValueMappingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent.ColumnPairs.Select((pair, i) =>
        {
            var source = InputSchema[ColMapNewToOld[i]];
            var builder = new DataViewSchema.Annotations.Builder();
            parent.Table.AddAnnotations(builder);
            // Of a vector's results neither the size is promised, nor that they are keys.
            var type = source.Type is VectorDataViewType ? new VectorDataViewType(TypesOfRaw.Primitive(parent.Table.ValueType.RawType)) : parent.Table.ValueType;
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, type, builder.ToAnnotations());
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return parent.Table.MakeGetter(input, input.Schema[ColMapNewToOld[iinfo]]);
        }
    }
}
