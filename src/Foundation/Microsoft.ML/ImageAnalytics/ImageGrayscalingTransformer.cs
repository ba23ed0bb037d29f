using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Data.Codecs;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(ImageGrayscalingTransformer), null, typeof(SignatureLoadModel), "Image Greyscale Transform", ImageGrayscalingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms.Image;

/// <summary>Makes the three colours the same.</summary>
public sealed class ImageGrayscalingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ImageGrayscaleTransform";

    private const string RegistrationName = "ImageGrayscale";

    internal ImageGrayscalingTransformer(IHostEnvironment environment, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment.Register(RegistrationName), columns)
    {
    }

    private ImageGrayscalingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
    }

    internal IReadOnlyList<(string outputColumnName, string inputColumnName)> Columns => ColumnPairs;

    private static VersionInfo Version => new("IMGGREY ", 0x00010002, 0x00010002, 0x00010002, typeof(ImageGrayscalingTransformer).Assembly.FullName, LoaderSignature);

    private static ImageGrayscalingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new ImageGrayscalingTransformer(environment.Register(RegistrationName), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol) => ImageShapes.CheckImage(Host, inputSchema[srcCol]);

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    /// <summary>0.3 red, 0.59 green and 0.11 blue, on an opaque canvas.</summary>
    internal static MLImage Grey(MLImage image)
    {
        var source = image.Pixels;
        var target = new PixelBuffer(image.Width, image.Height);
        var pixels = target.Span;
        var (red, blue) = image.PixelFormat == MLPixelFormat.Rgba32 ? (0, 2) : (2, 0);
        for (var i = 0; i < pixels.Length; i += 4)
        {
            pixels[i] = pixels[i + 1] = pixels[i + 2] = (byte)(0.3f * source[i + red] + 0.59f * source[i + 1] + 0.11f * source[i + blue] + 0.5f);
            pixels[i + 3] = 255;
        }
        var grey = MLImage.Own(target, MLPixelFormat.Bgra32);
        grey.Tag = image.Tag;
        return grey;
    }

    private sealed class Mapper(ImageGrayscalingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            [.. parent.ColumnPairs.Select((pair, i) => new DataViewSchema.DetachedColumn(pair.outputColumnName, InputSchema[ColMapNewToOld[i]].Type))];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer) =>
            ImageShapes.Getter(input, input.Schema[ColMapNewToOld[iinfo]], Grey, out disposer);
    }
}
