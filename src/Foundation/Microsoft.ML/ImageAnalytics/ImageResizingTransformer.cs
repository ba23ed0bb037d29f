using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ImageResizingTransformer), null, typeof(SignatureLoadModel), "Image Resizer Transform", ImageResizingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms.Image;

/// <summary>Makes images of one size.</summary>
public sealed class ImageResizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ImageScalerTransform";

    private const string RegistrationName = "ImageScaler";

    private readonly ImageResizingEstimator.ColumnOptions[] _columns;

    internal ImageResizingTransformer(IHostEnvironment environment, params ImageResizingEstimator.ColumnOptions[] columns)
        : base(environment.Register(RegistrationName), Array.ConvertAll(columns, c => (c.Name, c.InputColumnName))) => _columns = columns;

    private ImageResizingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
        _columns = Array.ConvertAll(ColumnPairs, pair =>
        {
            int width = ctx.Reader.ReadInt32(), height = ctx.Reader.ReadInt32();
            var resizing = (ImageResizingEstimator.ResizingKind)ctx.Reader.ReadByte();
            var anchor = (ImageResizingEstimator.Anchor)ctx.Reader.ReadByte();
            host.CheckDecode(width > 0 && height > 0 && Enum.IsDefined(resizing) && Enum.IsDefined(anchor));
            return new ImageResizingEstimator.ColumnOptions(pair.outputColumnName, width, height, pair.inputColumnName, resizing, anchor);
        });
    }

    internal IReadOnlyList<ImageResizingEstimator.ColumnOptions> Columns => _columns;

    private static VersionInfo Version => new("IMGSCALF", 0x00010003, 0x00010003, 0x00010003, typeof(ImageResizingTransformer).Assembly.FullName, LoaderSignature);

    private static ImageResizingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new ImageResizingTransformer(environment.Register(RegistrationName), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        foreach (var column in _columns)
        {
            ctx.Writer.Write(column.Type.Width);
            ctx.Writer.Write(column.Type.Height);
            ctx.Writer.Write((byte)column.Resizing);
            ctx.Writer.Write((byte)column.Anchor);
        }
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol) => ImageShapes.CheckImage(Host, inputSchema[srcCol]);

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(ImageResizingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            Array.ConvertAll(parent._columns, c => new DataViewSchema.DetachedColumn(c.Name, c.Type));

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            var column = parent._columns[iinfo];
            return ImageShapes.Getter(input, input.Schema[ColMapNewToOld[iinfo]], Resize, out disposer);

            MLImage Resize(MLImage image)
            {
                if (image.Width == column.Type.Width && image.Height == column.Type.Height)
                    return image;
                var resized = ImageResizing.Resize(image, column.Type.Width, column.Type.Height, column.Resizing, column.Anchor);
                resized.Tag = image.Tag;
                return resized;
            }
        }
    }
}
