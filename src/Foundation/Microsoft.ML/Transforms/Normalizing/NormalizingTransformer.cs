using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(NormalizingTransformer), null, typeof(SignatureLoadModel), "Normalizer", NormalizingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Brings numbers to a common scale.</summary>
public sealed class NormalizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "Normalizer";

    private readonly AffineScaling[] _scalings;

    private static VersionInfo Version => new("NORMALZR", 0x00010002, 0x00010002, 0x00010002, typeof(NormalizingTransformer).Assembly.FullName, LoaderSignature);

    internal NormalizingTransformer(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns, AffineScaling[] scalings)
        : base(environment.Register(nameof(NormalizingTransformer)), columns) => _scalings = scalings;

    private NormalizingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
        _scalings = new AffineScaling[ColumnPairs.Length];
        for (var i = 0; i < _scalings.Length; i++)
            ctx.LoadModel<AffineScaling, SignatureLoadModel>(host, out _scalings[i], PartName(i));
    }

    private static NormalizingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new NormalizingTransformer(environment.Register(nameof(NormalizingTransformer)), ctx);
    }

    /// <summary>What was learnt for one of the columns.</summary>
    public NormalizerModelParametersBase GetNormalizerModelParameters(int index)
    {
        Host.CheckParam(index >= 0 && index < _scalings.Length, nameof(index));
        return _scalings[index].ToModelParameters();
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        for (var i = 0; i < _scalings.Length; i++)
            ctx.SaveModel(_scalings[i], PartName(i));
    }

    private static string PartName(int column) => $"Normalizer_{column:000}";

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        const string Expected = "scalar or known-size vector of Single";
        var source = inputSchema[srcCol];
        if (source.Type is VectorDataViewType { IsKnownSize: false })
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, Expected, "variable-size vector");
        var scaling = _scalings[col];
        if (source.Type.GetItemType() != NumberDataViewType.Single && source.Type.GetItemType() != NumberDataViewType.Double)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, Expected, source.Type.ToString());
        if (source.Type.GetItemType() != scaling.ItemType || source.Type is VectorDataViewType != scaling.IsVector || source.Type.GetValueCount() != scaling.Slots)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name,
                scaling.IsVector ? $"Vector<{scaling.ItemType}, {scaling.Slots}>" : scaling.ItemType.ToString(), source.Type.ToString());
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(NormalizingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent.ColumnPairs.Select((pair, i) =>
        {
            var source = InputSchema[ColMapNewToOld[i]];
            var builder = new DataViewSchema.Annotations.Builder();
            builder.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, true);
            builder.Add(source.Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, source.Type, builder.ToAnnotations());
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return parent._scalings[iinfo].MakeGetter(input, input.Schema[ColMapNewToOld[iinfo]]);
        }
    }

    /// <summary>What was learnt for a column.</summary>
    public abstract class NormalizerModelParametersBase
    {
        private protected NormalizerModelParametersBase()
        {
        }
    }

    /// <summary>(value - offset) * scale; arrays for vectors.</summary>
    public sealed class AffineNormalizerModelParameters<TData> : NormalizerModelParametersBase
    {
        internal AffineNormalizerModelParameters(TData scale, TData offset)
        {
            Scale = scale;
            Offset = offset;
        }

        public TData Scale { get; }
        public TData Offset { get; }
    }
}
