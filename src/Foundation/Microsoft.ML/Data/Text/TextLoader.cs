using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(TextLoader), null, typeof(SignatureLoadModel), "Text Loader", TextLoader.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>Reads columns from lines of separated fields.</summary>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    internal const string LoaderSignature = "TextLoader";

    private const int SampleLines = 100;

    private readonly IHost _host;
    private readonly Options _options;
    private readonly TextSchema _schema;

    private static VersionInfo Version => new("TEXTLOAD", 0x0001000D, 0x0001000D, 0x0001000D, typeof(TextLoader).Assembly.FullName, LoaderSignature);

    internal TextLoader(IHostEnvironment environment, Options options, IMultiStreamSource dataSample = null)
    {
        Contracts.CheckValue(environment, "env");
        _host = environment.Register(nameof(TextLoader));
        options ??= new Options();
        if (options.LeavesSchemaToFile && dataSample != null && EmbeddedTextSchema.Read(_host, dataSample) is { } embedded)
        {
            embedded.UseThreads = options.UseThreads;
            embedded.HeaderFile = options.HeaderFile;
            embedded.MaxRows = options.MaxRows;
            options = embedded;
        }
        _host.CheckUserArg((options.MaxRows ?? 1) > 0, nameof(options.MaxRows));
        _host.CheckUserArg((options.InputSize ?? 0) >= 0, nameof(options.InputSize), "inputSize");
        if (options.Separators is { Length: > 0 } separators)
            foreach (var separator in separators)
                if (separator is < ' ' and not '\t' or '"' or >= '0' and <= '9')
                    throw _host.ExceptUserArg("Separator", $"Illegal separator: '{separator}'");
        _host.CheckUserArg(!options.AllowSparse || !options.Separators.Contains(':'), "Separator", "When the separator is colon, turn off allowSparse");
        _options = options;
        var splitter = new FieldSplitter(options);
        var columns = options.Columns is { Length: > 0 } given ? given : DefaultColumns();
        var bound = TextSchema.Bind(_host, columns, options.InputSize ?? 0, () => SampleSizes(dataSample, splitter));
        _schema = new TextSchema(bound, ReadHeader(dataSample, splitter), splitter);
    }

    private TextLoader(IHost host, ModelLoadContext ctx)
    {
        _host = host;
        _options = TextLoaderModel.ReadOptions(ctx);
        var columns = TextLoaderModel.ReadColumns(ctx);
        _schema = new TextSchema(columns, ctx.LoadStringOrNull(), new FieldSplitter(_options));
    }

    private static TextLoader Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new TextLoader(environment.Register(nameof(TextLoader)), ctx);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        _host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        TextLoaderModel.Write(ctx, _options, _schema.Columns);
        ctx.SaveStringOrNull(_schema.Header);
    }

    public DataViewSchema GetOutputSchema() => _schema.OutputSchema;

    public IDataView Load(IMultiStreamSource source)
    {
        _host.CheckValue(source, nameof(source));
        return new TextView(_schema, _options, source);
    }

    /// <summary>A label, and features up to the end of the line.</summary>
    private static Column[] DefaultColumns() =>
        [new Column("Label", DataKind.Single, [new Range { Min = 0 }]), new Column("Features", DataKind.Single, [new Range(1, null)])];

    private (int Least, int Most) SampleSizes(IMultiStreamSource sample, FieldSplitter splitter)
    {
        var (least, most) = (0, 0);
        if (sample == null)
            return (least, most);
        var fields = new TextFields();
        // The header counts, too: it has as many fields as the lines under it.
        foreach (var (text, _) in TextLines.Read(sample, _options, splitter, skipHeader: false).Take(SampleLines))
        {
            fields.Clear();
            var size = splitter.Split(text.AsMemory(), fields, int.MaxValue - 1);
            least = most == 0 ? size : Math.Min(least, size);
            most = Math.Max(most, size);
        }
        return (least, most);
    }

    private string ReadHeader(IMultiStreamSource sample, FieldSplitter splitter)
    {
        var file = string.IsNullOrWhiteSpace(_options.HeaderFile) ? _options.HasHeader ? sample : null : new MultiFileSource(_options.HeaderFile);
        return file == null ? null : TextLines.Read(file, _options, splitter, skipHeader: false).Select(line => line.Text).FirstOrDefault();
    }
}
