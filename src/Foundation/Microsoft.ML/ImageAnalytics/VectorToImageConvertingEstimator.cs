using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using ColorBits = Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator.ColorBits;
using ColorsOrder = Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator.ColorsOrder;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Makes images of vectors.</summary>
public sealed class VectorToImageConvertingEstimator : TrivialEstimator<VectorToImageConvertingTransformer>
{
    internal VectorToImageConvertingEstimator(IHostEnvironment environment, ColumnOptions column)
        : base(environment.Register(nameof(VectorToImageConvertingEstimator)), new VectorToImageConvertingTransformer(environment, column))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(Host, inputSchema);
        foreach (var column in Transformer.Columns)
        {
            var source = shape.Find(column.InputColumnName);
            if (source.Kind != SchemaShape.Column.VectorKind.Vector
                || source.ItemType != NumberDataViewType.Single && source.ItemType != NumberDataViewType.Double && source.ItemType != NumberDataViewType.Byte)
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.InputColumnName, "known-size vector of type Single, Double or Byte", source.GetTypeString());
            shape.Set(new SchemaShape.Column(column.Name, SchemaShape.Column.VectorKind.Scalar, column.Type, false));
        }
        return shape.ToShape();
    }

    /// <summary>One output column; the defaults are alpha, red, green and blue where the vector has none.</summary>
    internal sealed record ColumnOptions(string Name, string InputColumnName, int ImageHeight, int ImageWidth, ColorBits Colors, ColorsOrder Order, bool Interleaved,
        float ScaleImage, float OffsetImage, int DefaultAlpha, int DefaultRed, int DefaultGreen, int DefaultBlue)
    {
        public int Planes { get; } = ColorLayout.CountPlanes(Colors);

        public ImageDataViewType Type => new(ImageHeight, ImageWidth);

        public static ColumnOptions Checked(ColumnOptions options)
        {
            Contracts.CheckNonWhiteSpace(options.Name, "name");
            Contracts.CheckParam(options.Planes > 0, "colorsPresent", "Need to use at least one color plane");
            Contracts.CheckParam(options.ImageWidth > 0, "imageWidth", "Image width must be greater than zero");
            Contracts.CheckParam(options.ImageHeight > 0, "imageHeight", "Image height must be greater than zero");
            Contracts.CheckParam(float.IsFinite(options.OffsetImage), "offsetImage");
            Contracts.CheckParam(float.IsFinite(options.ScaleImage) && options.ScaleImage != 0, "scaleImage");
            return options;
        }
    }
}
