using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Checks that the image steps share.</summary>
internal static class ImageShapes
{
    /// <summary>The column of an input shape, which has to hold images.</summary>
    public static SchemaShape.Column FindImage(this ShapeOutput shape, IHost host, string name)
    {
        var column = shape.Find(name);
        if (column.ItemType is not ImageDataViewType || column.Kind != SchemaShape.Column.VectorKind.Scalar)
            throw host.ExceptSchemaMismatch("inputSchema", "input", name, new ImageDataViewType().ToString(), column.GetTypeString());
        return column;
    }

    public static ImageDataViewType CheckImage(IHost host, DataViewSchema.Column column) => column.Type as ImageDataViewType
        ?? throw host.ExceptSchemaMismatch("inputSchema", "input", column.Name, "image", column.Type.ToString());

    /// <summary>
    /// A getter of images made of others. The image handed in is disposed, and the last source when the rows end: images are worth more memory
    /// than waiting for the garbage collector would cost.
    /// </summary>
    public static ValueGetter<MLImage> Getter(DataViewRow input, DataViewSchema.Column column, Func<MLImage, MLImage> convert, out Action disposer)
    {
        var getSource = input.GetGetter<MLImage>(column);
        MLImage source = null;
        disposer = () =>
        {
            source?.Dispose();
            source = null;
        };
        return (ref MLImage image) =>
        {
            image?.Dispose();
            image = null;
            getSource(ref source);
            if (source != null)
                image = convert(source);
        };
    }
}
