using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Makes images of one size.</summary>
public sealed class ImageResizingEstimator : TrivialEstimator<ImageResizingTransformer>
{
    internal ImageResizingEstimator(IHostEnvironment environment, ColumnOptions column)
        : base(environment.Register(nameof(ImageResizingEstimator)), new ImageResizingTransformer(environment, column))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(Host, inputSchema);
        foreach (var column in Transformer.Columns)
        {
            shape.FindImage(Host, column.InputColumnName);
            shape.Set(new SchemaShape.Column(column.Name, SchemaShape.Column.VectorKind.Scalar, column.Type, false));
        }
        return shape.ToShape();
    }

    /// <summary>What is done about an aspect ratio that differs.</summary>
    public enum ResizingKind : byte
    {
        /// <summary>The whole image, with bars beside it.</summary>
        IsoPad = 0,

        /// <summary>As much of the image as fills the size.</summary>
        IsoCrop = 1,

        /// <summary>The whole image, squeezed.</summary>
        Fill = 2,
    }

    /// <summary>Which side is kept when cropping.</summary>
    public enum Anchor : byte
    {
        Right = 0,
        Left = 1,
        Top = 2,
        Bottom = 3,
        Center = 4,
    }

    /// <summary>One output column.</summary>
    internal sealed class ColumnOptions
    {
        public ColumnOptions(string name, int imageWidth, int imageHeight, string inputColumnName, ResizingKind resizing, Anchor anchor)
        {
            Contracts.CheckNonEmpty(name, nameof(name));
            Contracts.CheckParam(imageWidth > 0, nameof(imageWidth));
            Contracts.CheckParam(imageHeight > 0, nameof(imageHeight));
            Contracts.CheckParam(Enum.IsDefined(resizing), nameof(resizing));
            Contracts.CheckParam(Enum.IsDefined(anchor), nameof(anchor));
            Name = name;
            InputColumnName = inputColumnName ?? name;
            Resizing = resizing;
            Anchor = anchor;
            Type = new ImageDataViewType(imageHeight, imageWidth);
        }

        public string Name { get; }
        public string InputColumnName { get; }
        public ResizingKind Resizing { get; }
        public Anchor Anchor { get; }
        public ImageDataViewType Type { get; }
    }
}
