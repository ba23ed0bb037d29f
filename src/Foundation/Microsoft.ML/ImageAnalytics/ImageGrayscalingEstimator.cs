using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Makes the three colours the same.</summary>
public sealed class ImageGrayscalingEstimator : TrivialEstimator<ImageGrayscalingTransformer>
{
    internal ImageGrayscalingEstimator(IHostEnvironment environment, params (string outputColumnName, string inputColumnName)[] columns)
        : base(environment.Register(nameof(ImageGrayscalingEstimator)), new ImageGrayscalingTransformer(environment, columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(Host, inputSchema);
        foreach (var (output, input) in Transformer.Columns)
        {
            var column = shape.FindImage(Host, input);
            shape.Set(new SchemaShape.Column(output, column.Kind, column.ItemType, column.IsKey, column.Annotations));
        }
        return shape.ToShape();
    }
}
