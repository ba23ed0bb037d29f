using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ImagePixelExtractingTransformer), null, typeof(SignatureLoadModel), "Image Pixel Extractor Transform", ImagePixelExtractingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms.Image;

/// <summary>Makes vectors of images: planes of one colour each [colour, row, column], or [row, column, colour].</summary>
public sealed class ImagePixelExtractingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ImagePixelExtractor";

    private readonly ImagePixelExtractingEstimator.ColumnOptions[] _columns;

    internal ImagePixelExtractingTransformer(IHostEnvironment environment, params ImagePixelExtractingEstimator.ColumnOptions[] columns)
        : base(environment.Register(LoaderSignature), Array.ConvertAll(columns, c => (c.Name, c.InputColumnName))) => _columns = columns;

    private ImagePixelExtractingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
        _columns = Array.ConvertAll(ColumnPairs, pair =>
        {
            var colors = (ImagePixelExtractingEstimator.ColorBits)ctx.Reader.ReadByte();
            var order = (ImagePixelExtractingEstimator.ColorsOrder)ctx.Reader.ReadByte();
            var asFloat = ctx.Reader.ReadBoolean();
            float offset = ctx.Reader.ReadSingle(), scale = ctx.Reader.ReadSingle();
            var interleave = ctx.Reader.ReadBoolean();
            host.CheckDecode(ColorLayout.CountPlanes(colors) > 0 && Enum.IsDefined(order) && float.IsFinite(offset) && float.IsFinite(scale) && scale != 0);
            return new ImagePixelExtractingEstimator.ColumnOptions(pair.outputColumnName, pair.inputColumnName, colors, order, interleave, offset, scale, asFloat);
        });
    }

    internal IReadOnlyList<ImagePixelExtractingEstimator.ColumnOptions> Columns => _columns;

    private static VersionInfo Version => new("IMGPXEXT", 0x00010003, 0x00010003, 0x00010003, typeof(ImagePixelExtractingTransformer).Assembly.FullName, LoaderSignature);

    private static ImagePixelExtractingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new ImagePixelExtractingTransformer(environment.Register(LoaderSignature), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        foreach (var column in _columns)
        {
            ctx.Writer.Write((byte)column.Colors);
            ctx.Writer.Write((byte)column.OrderOfExtraction);
            ctx.Writer.Write(column.OutputAsFloatArray);
            ctx.Writer.Write(column.OffsetImage);
            ctx.Writer.Write(column.ScaleImage);
            ctx.Writer.Write(column.Interleave);
        }
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var type = ImageShapes.CheckImage(Host, inputSchema[srcCol]);
        if (type.Height <= 0 || type.Width <= 0)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", inputSchema[srcCol].Name, "known-size image", "unknown-size image");
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(ImagePixelExtractingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        private ImageDataViewType ImageType(int i) => (ImageDataViewType)InputSchema[ColMapNewToOld[i]].Type;

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent._columns.Select((column, i) =>
        {
            int height = ImageType(i).Height, width = ImageType(i).Width;
            return new DataViewSchema.DetachedColumn(column.Name, column.Interleave
                ? new VectorDataViewType(column.ItemType, height, width, column.Planes)
                : new VectorDataViewType(column.ItemType, column.Planes, height, width));
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            var column = parent._columns[iinfo];
            return column.OutputAsFloatArray
                ? Getter<float>(input, iinfo, (level, _) => (level - column.OffsetImage) * column.ScaleImage, out disposer)
                : Getter<byte>(input, iinfo, (level, _) => (byte)level, out disposer);
        }

        private ValueGetter<VBuffer<T>> Getter<T>(DataViewRow input, int i, Func<int, int, T> convert, out Action disposer) where T : unmanaged
        {
            var column = parent._columns[i];
            var type = ImageType(i);
            var extraction = new PixelExtraction<T>(column, type, [.. Enumerable.Range(0, 256).Select(convert)]);
            var getImage = input.GetGetter<MLImage>(input.Schema[ColMapNewToOld[i]]);
            MLImage image = null;
            disposer = () =>
            {
                image?.Dispose();
                image = null;
            };
            return (ref VBuffer<T> value) =>
            {
                getImage(ref image);
                if (image == null)
                {
                    value = VBufferEditor.Create(ref value, extraction.Size, 0).Commit();
                    return;
                }
                if (image.Height != type.Height || image.Width != type.Width)
                    throw new InvalidOperationException();
                var editor = VBufferEditor.Create(ref value, extraction.Size);
                extraction.Extract(image, editor.Values);
                value = editor.Commit();
            };
        }
    }
}
