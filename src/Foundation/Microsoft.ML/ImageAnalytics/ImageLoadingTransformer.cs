using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ImageLoadingTransformer), null, typeof(SignatureLoadModel), "Image Loader Transform", ImageLoadingTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>Reads files named by a text column: as images, or as the bytes that they are.</summary>
public sealed class ImageLoadingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ImageLoaderTransform";

    /// <summary>Where paths start from; null or blank for the current directory.</summary>
    public readonly string ImageFolder;

    internal ImageLoadingTransformer(IHostEnvironment environment, string imageFolder, bool asImages, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment.Register(nameof(ImageLoadingTransformer)), columns)
    {
        ImageFolder = imageFolder;
        AsImages = asImages;
    }

    private ImageLoadingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
        ImageFolder = ctx.LoadStringOrNull();
        AsImages = ctx.Reader.ReadBoolean();
    }

    internal bool AsImages { get; }

    internal DataViewType OutputType => AsImages ? new ImageDataViewType() : new VectorDataViewType(NumberDataViewType.Byte);

    internal IReadOnlyList<(string outputColumnName, string inputColumnName)> Columns => ColumnPairs;

    private static VersionInfo Version => new("IMGLOADR", 0x00010003, 0x00010003, 0x00010003, typeof(ImageLoadingTransformer).Assembly.FullName, LoaderSignature);

    private static ImageLoadingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new ImageLoadingTransformer(environment.Register(nameof(ImageLoadingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        ctx.SaveStringOrNull(ImageFolder);
        ctx.Writer.Write(AsImages);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        if (inputSchema[srcCol].Type is not TextDataViewType)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", ColumnPairs[col].inputColumnName, TextDataViewType.Instance.ToString(), inputSchema[srcCol].Type.ToString());
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(ImageLoadingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            Array.ConvertAll(parent.ColumnPairs, pair => new DataViewSchema.DetachedColumn(pair.outputColumnName, parent.OutputType));

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            var getPath = PathGetter(input, input.Schema[ColMapNewToOld[iinfo]]);
            disposer = null;
            return parent.AsImages ? ImageGetter(getPath, out disposer) : (ValueGetter<VBuffer<byte>>)((ref VBuffer<byte> bytes) => ReadBytes(getPath(), ref bytes));
        }

        /// <summary>The path of the current row, null for empty text.</summary>
        private Func<string> PathGetter(DataViewRow input, DataViewSchema.Column column)
        {
            var getText = input.GetGetter<ReadOnlyMemory<char>>(column);
            ReadOnlyMemory<char> text = default;
            return () =>
            {
                getText(ref text);
                if (text.Length == 0)
                    return null;
                return string.IsNullOrWhiteSpace(parent.ImageFolder) ? text.ToString() : Path.Combine(parent.ImageFolder, text.ToString());
            };
        }

        private static ValueGetter<MLImage> ImageGetter(Func<string> getPath, out Action disposer)
        {
            MLImage last = null;
            disposer = () =>
            {
                last?.Dispose();
                last = null;
            };
            return (ref MLImage image) =>
            {
                image?.Dispose();
                image = null;
                if (getPath() is { } path)
                {
                    image = MLImage.Load(path);
                    image.Tag = path;
                }
                last = image;
            };
        }

        private static void ReadBytes(string path, ref VBuffer<byte> bytes)
        {
            if (path == null)
            {
                bytes = VBufferEditor.Create(ref bytes, 0).Commit();
                return;
            }
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var editor = VBufferEditor.Create(ref bytes, checked((int)RandomAccess.GetLength(file)));
            var values = editor.Values;
            for (var read = 0; read < values.Length;)
            {
                var now = RandomAccess.Read(file, values[read..], read);
                if (now == 0)
                    throw new EndOfStreamException($"{path} became shorter while it was read.");
                read += now;
            }
            bytes = editor.Commit();
        }
    }
}
