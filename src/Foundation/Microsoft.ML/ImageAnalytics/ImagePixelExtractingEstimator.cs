using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Makes vectors of images.</summary>
public sealed class ImagePixelExtractingEstimator : TrivialEstimator<ImagePixelExtractingTransformer>
{
    internal ImagePixelExtractingEstimator(IHostEnvironment environment, ColumnOptions column)
        : base(environment.Register(nameof(ImagePixelExtractingEstimator)), new ImagePixelExtractingTransformer(environment, column))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(Host, inputSchema);
        foreach (var column in Transformer.Columns)
        {
            shape.FindImage(Host, column.InputColumnName);
            shape.Set(new SchemaShape.Column(column.Name, SchemaShape.Column.VectorKind.Vector, column.ItemType, false));
        }
        return shape.ToShape();
    }

    /// <summary>Colours, to be combined.</summary>
    public enum ColorBits : byte
    {
        Alpha = 1,
        Red = 2,
        Green = 4,
        Blue = 8,
        Rgb = Red | Green | Blue,
        All = Alpha | Rgb,
    }

    /// <summary>The order of the colours in the vector, whatever it is in memory.</summary>
    public enum ColorsOrder : byte
    {
        ARGB = 1,
        ARBG = 2,
        ABRG = 3,
        ABGR = 4,
        AGRB = 5,
        AGBR = 6,
    }

    /// <summary>One output column.</summary>
    internal sealed class ColumnOptions
    {
        public ColumnOptions(string name, string inputColumnName, ColorBits colorsToExtract, ColorsOrder orderOfExtraction, bool interleavePixelColors,
            float offsetImage, float scaleImage, bool outputAsFloatArray)
        {
            Contracts.CheckNonWhiteSpace(name, nameof(name));
            Name = name;
            InputColumnName = inputColumnName ?? name;
            Colors = colorsToExtract;
            Planes = ColorLayout.CountPlanes(colorsToExtract);
            Contracts.CheckParam(Planes > 0, nameof(colorsToExtract), "Need to use at least one color plane.");
            OrderOfExtraction = orderOfExtraction;
            Interleave = interleavePixelColors;
            OutputAsFloatArray = outputAsFloatArray;
            // Bytes are given as they are.
            OffsetImage = outputAsFloatArray ? offsetImage : 0;
            ScaleImage = outputAsFloatArray ? scaleImage : 1;
            Contracts.CheckParam(float.IsFinite(OffsetImage), nameof(offsetImage));
            Contracts.CheckParam(float.IsFinite(ScaleImage) && ScaleImage != 0, nameof(scaleImage));
        }

        public string Name { get; }
        public string InputColumnName { get; }
        public ColorBits Colors { get; }
        public ColorsOrder OrderOfExtraction { get; }
        public bool Interleave { get; }
        public float OffsetImage { get; }
        public float ScaleImage { get; }
        public bool OutputAsFloatArray { get; }
        public int Planes { get; }
        public PrimitiveDataViewType ItemType => OutputAsFloatArray ? NumberDataViewType.Single : NumberDataViewType.Byte;
    }
}
