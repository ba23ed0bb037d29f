using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(PrincipalComponentAnalysisTransformer), null, typeof(SignatureLoadModel), "Principal Component Analysis Transform",
    PrincipalComponentAnalysisTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Projects vectors onto fixed directions, after taking their mean away.</summary>
public sealed class PrincipalComponentAnalysisTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "PcaTransform";
    internal const string Expected = "known-size vector of Single of two or more items";

    private readonly float[][] _directions;
    private readonly float[] _means; // along the directions

    private static VersionInfo Version => new("PCA FUNC", 0x00010002, 0x00010002, 0x00010002, typeof(PrincipalComponentAnalysisTransformer).Assembly.FullName, LoaderSignature);

    internal PrincipalComponentAnalysisTransformer(IHostEnvironment env, string outputColumn, string inputColumn, float[][] directions, float[] means)
        : base(env.Register(nameof(PrincipalComponentAnalysisTransformer)), (outputColumn, inputColumn))
    {
        _directions = directions;
        _means = means;
    }

    private PrincipalComponentAnalysisTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
        var (dimension, rank) = (ctx.Reader.ReadInt32(), ctx.Reader.ReadInt32());
        host.CheckDecode(ColumnPairs.Length == 1 && rank > 0 && rank <= dimension && rank * (dimension + 1L) * sizeof(float) <= ctx.Header.ModelSize);
        _directions = new float[rank][];
        for (var i = 0; i < rank; i++)
            _directions[i] = ReadSingles(dimension);
        _means = ReadSingles(rank);

        float[] ReadSingles(int count)
        {
            var values = new float[count];
            for (var i = 0; i < count; i++)
                values[i] = ctx.Reader.ReadSingle();
            host.CheckDecode(Array.TrueForAll(values, float.IsFinite));
            return values;
        }
    }

    private static PrincipalComponentAnalysisTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(Version);
        return new PrincipalComponentAnalysisTransformer(env.Register(nameof(PrincipalComponentAnalysisTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        ctx.Writer.Write(_directions[0].Length);
        ctx.Writer.Write(_directions.Length);
        foreach (var value in _directions.SelectMany(direction => direction).Concat(_means))
            ctx.Writer.Write(value);
    }

    internal static void CheckInput(IHost host, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType { Size: > 1 } vector || vector.ItemType != NumberDataViewType.Single)
            throw host.ExceptSchemaMismatch("inputSchema", "input", column.Name, Expected, column.Type.ToString());
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var column = inputSchema[srcCol];
        CheckInput(Host, column);
        if (column.Type.GetVectorSize() != _directions[0].Length)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name,
                new VectorDataViewType(NumberDataViewType.Single, _directions[0].Length).ToString(), column.Type.ToString());
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(PrincipalComponentAnalysisTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            [new(parent.ColumnPairs[0].outputColumnName, new VectorDataViewType(NumberDataViewType.Single, parent._directions.Length), null)];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var getter = input.GetGetter<VBuffer<float>>(input.Schema[ColMapNewToOld[iinfo]]);
            VBuffer<float> source = default;
            ValueGetter<VBuffer<float>> project = (ref VBuffer<float> projected) =>
            {
                getter(ref source);
                var editor = VBufferEditor.Create(ref projected, parent._directions.Length);
                for (var i = 0; i < editor.Values.Length; i++)
                    editor.Values[i] = VectorArithmetic.Dot(source, parent._directions[i]) - parent._means[i];
                projected = editor.Commit();
            };
            return project;
        }
    }
}
