using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>
/// A column that holds images, as one of: a path (text), the bytes of an encoded file (<c>VBuffer&lt;byte&gt;</c>), or a decoded
/// <see cref="MLImage"/>.
/// </summary>
internal sealed class ImageColumn
{
    private readonly Func<DataViewRow, Func<ImageSource>> _createReader;

    private ImageColumn(int index, Func<DataViewRow, Func<ImageSource>> createReader)
    {
        Index = index;
        _createReader = createReader;
    }

    /// <summary>Index of the column in the schema it was found in.</summary>
    public int Index { get; }

    /// <summary>A function that takes the image of the row that <paramref name="row"/> is at. What it returns outlives the row.</summary>
    public Func<ImageSource> CreateReader(DataViewRow row) => _createReader(row);

    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public static ImageColumn Find(DataViewSchema schema, string name)
    {
        var column = schema.Require(name, Sought(name));
        return column.Type switch
        {
            TextDataViewType => new(column.Index, row => Path(row, column.Index)),
            VectorDataViewType { ItemType: NumberDataViewType item } when item == NumberDataViewType.Byte => new(column.Index, row => Bytes(row, column.Index)),
            ImageDataViewType => new(column.Index, row => Pixels(row, column.Index)),
            _ => throw WrongType(name, column.Type.ToString()!),
        };
    }

    /// <summary>The same check on a shape, where a pipeline is looked at before there is data.</summary>
    public static void Check(SchemaShape shape, string name)
    {
        var column = shape.Require(name, Sought(name));
        var isVector = column.Kind != SchemaShape.Column.VectorKind.Scalar;
        if (!(isVector ? column.ItemType == NumberDataViewType.Byte && !column.IsKey : column.ItemType is TextDataViewType or ImageDataViewType))
            throw WrongType(name, isVector ? $"Vector<{column.ItemType}>" : column.ItemType.ToString()!);
    }

    private static string Sought(string name) => $"column '{name}' with images";

    private static ArgumentException WrongType(string name, string type) => new(
        $"Column '{name}' is {type}. Images are taken from a column of paths (text), of encoded files (vector of bytes, as LoadRawImageBytes makes) " +
        "or of MLImage (as LoadImages makes).");

    private static string RowOf(DataViewRow row) => $"row {row.Position}";

    private static Func<ImageSource> Path(DataViewRow row, int index)
    {
        var get = row.GetGetter<ReadOnlyMemory<char>>(row.Schema[index]);
        ReadOnlyMemory<char> path = default;
        return () =>
        {
            get(ref path);
            return path.IsEmpty ? new MissingImage("the path is empty.", RowOf(row)) : ImageSource.FromPath(path.ToString());
        };
    }

    private static Func<ImageSource> Bytes(DataViewRow row, int index)
    {
        var get = row.GetGetter<VBuffer<byte>>(row.Schema[index]);
        VBuffer<byte> bytes = default;
        return () =>
        {
            get(ref bytes);
            return bytes.Length == 0 ? new MissingImage("there are 0 bytes.", RowOf(row)) : ImageSource.FromBytes([.. bytes.DenseValues()], RowOf(row));
        };
    }

    private static Func<ImageSource> Pixels(DataViewRow row, int index)
    {
        var get = row.GetGetter<MLImage?>(row.Schema[index]);
        MLImage? image = null;
        return () =>
        {
            get(ref image);
            // The column's owner may dispose the image as soon as the row is left.
            return image is null ? new MissingImage("there is no image.", RowOf(row)) : ImageSource.FromImage(ImageDecoder.Decode(image), RowOf(row));
        };
    }
}
