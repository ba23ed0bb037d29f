using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(HashingTransformer), null, typeof(SignatureLoadModel), "Hash Transform", HashingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Turns values into keys by hashing.</summary>
public sealed class HashingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "HashTransform";
    internal const string ExpectedColumnType = "Expected Text, Key, Single or Double item type";

    private readonly HashingEstimator.ColumnOptions[] _columns;

    // Original values by key, null for columns that keep none.
    private readonly ReadOnlyMemory<char>[][] _inverts;

    private static VersionInfo Version => new("HASHTRNS", 0x00010004, 0x00010004, 0x00010004, typeof(HashingTransformer).Assembly.FullName, LoaderSignature);

    internal HashingTransformer(IHostEnvironment environment, HashingEstimator.ColumnOptions[] columns, IDataView input)
        : base(environment.Register("Hash"), Array.ConvertAll(columns, column => (column.Name, column.InputColumnName)))
    {
        _columns = columns;
        _inverts = new ReadOnlyMemory<char>[columns.Length][];
        // Checks the columns.
        GetOutputSchema(input.Schema);
        for (var i = 0; i < columns.Length; i++)
            _inverts[i] = columns[i].MaximumNumberOfInverts == 0 ? null : HashInverts.Collect(columns[i], input);
    }

    private HashingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
        _columns = Array.ConvertAll(ColumnPairs, pair => new HashingEstimator.ColumnOptions(pair.outputColumnName, pair.inputColumnName, ctx.Reader.ReadInt32(),
            ctx.Reader.ReadUInt32(), ctx.Reader.ReadBoolean(), ctx.Reader.ReadInt32(), ctx.Reader.ReadBoolean()));
        _inverts = new ReadOnlyMemory<char>[_columns.Length][];
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].MaximumNumberOfInverts == 0)
                continue;
            _inverts[i] = new ReadOnlyMemory<char>[1 << _columns[i].NumberOfBits];
            for (var known = ctx.Reader.ReadInt32(); known > 0; known--)
                _inverts[i][ctx.Reader.ReadInt32()] = ctx.Reader.ReadString().AsMemory();
        }
    }

    private static HashingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new HashingTransformer(environment.Register("Hash"), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        foreach (var column in _columns)
        {
            ctx.Writer.Write(column.NumberOfBits);
            ctx.Writer.Write(column.Seed);
            ctx.Writer.Write(column.UseOrderedHashing);
            ctx.Writer.Write(column.MaximumNumberOfInverts);
            ctx.Writer.Write(column.Combine);
        }
        foreach (var inverts in _inverts)
        {
            if (inverts == null)
                continue;
            ctx.Writer.Write(inverts.Count(text => !text.IsEmpty));
            for (var i = 0; i < inverts.Length; i++)
            {
                if (inverts[i].IsEmpty)
                    continue;
                ctx.Writer.Write(i);
                ctx.Writer.Write(inverts[i].ToString());
            }
        }
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        if (!ItemHashers.Exists(inputSchema[srcCol].Type.GetItemType()))
            throw Host.ExceptParam(nameof(inputSchema), ExpectedColumnType);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(HashingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent._columns.Select((column, i) =>
        {
            var source = InputSchema[ColMapNewToOld[i]];
            var key = new KeyDataViewType(typeof(uint), 1UL << column.NumberOfBits);
            var vector = column.Combine ? null : source.Type as VectorDataViewType;
            var builder = new DataViewSchema.Annotations.Builder();
            if (vector != null)
                builder.Add(source.Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
            if (parent._inverts[i] is { } inverts)
                builder.AddKeyValues(inverts.Length, TextDataViewType.Instance, (ref VBuffer<ReadOnlyMemory<char>> names) => VBuffer<ReadOnlyMemory<char>>.Copy(inverts, 0, ref names, inverts.Length));
            DataViewType type = vector == null ? key : new VectorDataViewType(key, vector.Dimensions);
            return new DataViewSchema.DetachedColumn(column.Name, type, builder.ToAnnotations());
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return HashGetters.Make(input, input.Schema[ColMapNewToOld[iinfo]], parent._columns[iinfo]);
        }
    }
}
