using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ColumnSelectingTransformer), null, typeof(SignatureLoadModel), "Select Columns Transform", ColumnSelectingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Keeps columns in the order given, or drops some.</summary>
public sealed class ColumnSelectingTransformer : ITransformer
{
    internal const string LoaderSignature = "SelectColumnsTransform";

    private readonly IHost _host;
    private readonly ColumnSelection _selection;

    private static VersionInfo Version => new("SELCOLST", 0x00010001, 0x00010001, 0x00010001, typeof(ColumnSelectingTransformer).Assembly.FullName, LoaderSignature);

    internal ColumnSelectingTransformer(IHostEnvironment environment, ColumnSelection selection)
    {
        _host = environment.Register(nameof(ColumnSelectingTransformer));
        _selection = selection;
    }

    private static ColumnSelectingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var drops = ctx.Reader.ReadBoolean();
        var keepHidden = ctx.Reader.ReadBoolean();
        var names = new string[ctx.Reader.ReadInt32()];
        for (var i = 0; i < names.Length; i++)
            names[i] = ctx.LoadNonEmptyString();
        return new ColumnSelectingTransformer(environment, new ColumnSelection(names, drops, keepHidden));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        _host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(_selection.Drops);
        ctx.Writer.Write(_selection.KeepHidden);
        ctx.Writer.Write(_selection.Names.Length);
        foreach (var name in _selection.Names)
            ctx.SaveNonEmptyString(name);
    }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return new ColumnSubset(inputSchema, _selection.IndicesIn(inputSchema, _host)).OutputSchema;
    }

    public IDataView Transform(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new ColumnSubsetView(input, _selection.IndicesIn(input.Schema, _host));
    }

    bool ITransformer.IsRowToRowMapper => true;

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return new ColumnSubset(inputSchema, _selection.IndicesIn(inputSchema, _host));
    }
}
