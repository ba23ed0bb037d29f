using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(MissingValueReplacingTransformer), null, typeof(SignatureLoadModel), "NA Replace Transform", MissingValueReplacingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Puts learnt values in the place of missing numbers.</summary>
public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "NAReplaceTransform";

    // Of each column: one value for all slots, or one a slot.
    private readonly double[][] _values;

    private static VersionInfo Version => new("NAREP TF", 0x00010002, 0x00010002, 0x00010002, typeof(MissingValueReplacingTransformer).Assembly.FullName, LoaderSignature);

    internal MissingValueReplacingTransformer(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns, double[][] values)
        : base(environment.Register(nameof(MissingValueReplacingTransformer)), columns) => _values = values;

    private MissingValueReplacingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
        _values = new double[ColumnPairs.Length][];
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] = new double[ctx.Reader.ReadInt32()];
            for (var slot = 0; slot < _values[i].Length; slot++)
                _values[i][slot] = ctx.Reader.ReadDouble();
        }
    }

    private static MissingValueReplacingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new MissingValueReplacingTransformer(environment.Register(nameof(MissingValueReplacingTransformer)), ctx);
    }

    internal static string Unsupported(DataViewType type) => $"Type '{type}' is not supported by {LoaderSignature} since it doesn't have an NA value";

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        foreach (var values in _values)
        {
            ctx.Writer.Write(values.Length);
            foreach (var value in values)
                ctx.Writer.Write(value);
        }
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var source = inputSchema[srcCol];
        Host.CheckParam(source.Type.GetItemType() is NumberDataViewType && MissingValues.Exist(source.Type.GetItemType()), nameof(inputSchema), Unsupported(source.Type));
        if (_values[col].Length > 1 && source.Type.GetVectorSize() != _values[col].Length)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, $"vector of size {_values[col].Length}", source.Type.ToString());
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(MissingValueReplacingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent.ColumnPairs.Select((pair, i) =>
        {
            var source = InputSchema[ColMapNewToOld[i]];
            var builder = new DataViewSchema.Annotations.Builder();
            builder.Add(source.Annotations, name => name is AnnotationUtils.Kinds.SlotNames or AnnotationUtils.Kinds.IsNormalized);
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, source.Type, builder.ToAnnotations());
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var column = input.Schema[ColMapNewToOld[iinfo]];
            var values = parent._values[iinfo];
            return column.Type.GetItemType() == NumberDataViewType.Single
                ? Getter(input, column, Array.ConvertAll(values, value => (float)value))
                : Getter(input, column, values);
        }

        private static Delegate Getter<T>(DataViewRow row, DataViewSchema.Column column, T[] values) where T : INumber<T>
        {
            if (column.Type is not VectorDataViewType)
                return ValueMapping.Scalar<T, T>(row, column, value => T.IsNaN(value) ? values[0] : value);
            var getter = row.GetGetter<VBuffer<T>>(column);
            ValueGetter<VBuffer<T>> replacing = (ref VBuffer<T> vector) =>
            {
                getter(ref vector);
                var editor = VBufferEditor.CreateFromBuffer(ref vector);
                for (var i = 0; i < editor.Values.Length; i++)
                    if (T.IsNaN(editor.Values[i]))
                        editor.Values[i] = values.Length == 1 ? values[0] : values[vector.IsDense ? i : editor.Indices[i]];
                vector = editor.Commit();
            };
            return replacing;
        }
    }
}
