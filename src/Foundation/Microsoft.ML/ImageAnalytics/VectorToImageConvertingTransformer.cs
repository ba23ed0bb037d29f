using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Data.Codecs;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableClass(typeof(VectorToImageConvertingTransformer), null, typeof(SignatureLoadModel), "Vector To Image Transform", VectorToImageConvertingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms.Image;

/// <summary>Makes images of vectors.</summary>
public sealed class VectorToImageConvertingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "VectorToImageConverter";

    private readonly VectorToImageConvertingEstimator.ColumnOptions[] _columns;

    internal VectorToImageConvertingTransformer(IHostEnvironment environment, params VectorToImageConvertingEstimator.ColumnOptions[] columns)
        : base(environment.Register(LoaderSignature), Array.ConvertAll(columns, c => (c.Name, c.InputColumnName))) => _columns = columns;

    private VectorToImageConvertingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx) =>
        _columns = Array.ConvertAll(ColumnPairs, pair => Read(host, ctx.Reader, pair.outputColumnName, pair.inputColumnName));

    internal IReadOnlyList<VectorToImageConvertingEstimator.ColumnOptions> Columns => _columns;

    private static VersionInfo Version => new("VECTOIMG", 0x00010003, 0x00010003, 0x00010003, typeof(VectorToImageConvertingTransformer).Assembly.FullName, LoaderSignature);

    private static VectorToImageConvertingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new VectorToImageConvertingTransformer(environment.Register(LoaderSignature), ctx);
    }

    private static VectorToImageConvertingEstimator.ColumnOptions Read(IHost host, BinaryReader reader, string name, string inputName)
    {
        var colors = (ImagePixelExtractingEstimator.ColorBits)reader.ReadByte();
        var order = (ImagePixelExtractingEstimator.ColorsOrder)reader.ReadByte();
        int width = reader.ReadInt32(), height = reader.ReadInt32();
        float offset = reader.ReadSingle(), scale = reader.ReadSingle();
        var interleaved = reader.ReadBoolean();
        host.CheckDecode(ColorLayout.CountPlanes(colors) > 0 && Enum.IsDefined(order) && width > 0 && height > 0 && float.IsFinite(offset) && float.IsFinite(scale) && scale != 0);
        return new(name, inputName, height, width, colors, order, interleaved, scale, offset, reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        foreach (var column in _columns)
        {
            ctx.Writer.Write((byte)column.Colors);
            ctx.Writer.Write((byte)column.Order);
            ctx.Writer.Write(column.ImageWidth);
            ctx.Writer.Write(column.ImageHeight);
            ctx.Writer.Write(column.OffsetImage);
            ctx.Writer.Write(column.ScaleImage);
            ctx.Writer.Write(column.Interleaved);
            ctx.Writer.Write(column.DefaultAlpha);
            ctx.Writer.Write(column.DefaultRed);
            ctx.Writer.Write(column.DefaultGreen);
            ctx.Writer.Write(column.DefaultBlue);
        }
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var column = _columns[col];
        if (inputSchema[srcCol].Type is not VectorDataViewType vector)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.InputColumnName, "image", inputSchema[srcCol].Type.ToString());
        if (vector.Size != column.ImageHeight * column.ImageWidth * column.Planes)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.InputColumnName,
                new VectorDataViewType(vector.ItemType, column.ImageHeight, column.ImageWidth, column.Planes).ToString(), vector.ToString());
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(VectorToImageConvertingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            Array.ConvertAll(parent._columns, c => new DataViewSchema.DetachedColumn(c.Name, c.Type));

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var column = input.Schema[ColMapNewToOld[iinfo]];
            var options = parent._columns[iinfo];
            var item = column.Type.GetItemType();
            if (item == NumberDataViewType.Single)
                return Getter<float>(input, column, options, value => value);
            if (item == NumberDataViewType.Double)
                return Getter<double>(input, column, options, value => (float)value);
            if (item == NumberDataViewType.Byte)
                return Getter<byte>(input, column, options with { ScaleImage = 1, OffsetImage = 0 }, value => value);
            throw Contracts.Except("We only support float, double or byte arrays");
        }

        private static ValueGetter<MLImage> Getter<T>(DataViewRow input, DataViewSchema.Column column, VectorToImageConvertingEstimator.ColumnOptions options, Func<T, float> convert)
        {
            var getVector = input.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            return (ref MLImage image) =>
            {
                getVector(ref vector);
                image = vector.GetValues().Length == 0 ? null : Image(options, [.. vector.DenseValues().Select(convert)]);
            };
        }

        private static MLImage Image(VectorToImageConvertingEstimator.ColumnOptions options, float[] values)
        {
            var buffer = new PixelBuffer(options.ImageWidth, options.ImageHeight);
            var layout = new ColorLayout(options.Colors, options.Order);
            Fill(layout.Blue, options.DefaultBlue, 0);
            Fill(layout.Green, options.DefaultGreen, 1);
            Fill(layout.Red, options.DefaultRed, 2);
            Fill(layout.Alpha, options.DefaultAlpha, 3);
            var image = MLImage.Own(buffer, MLPixelFormat.Bgra32);
            image.Tag = nameof(VectorToImageConvertingTransformer);
            return image;

            void Fill(int place, int otherwise, int channel)
            {
                var pixels = buffer.Span;
                var scaled = options.OffsetImage != 0 || options.ScaleImage != 1;
                var count = pixels.Length / 4;
                for (var i = 0; i < count; i++)
                {
                    var value = place < 0 ? otherwise : values[options.Interleaved ? i * options.Planes + place : place * count + i];
                    pixels[4 * i + channel] = !scaled ? (byte)value
                        // With a scale the default alpha is none: so has the real library.
                        : channel == 3 && place < 0 ? (byte)0 : (byte)Math.Round(value * options.ScaleImage - options.OffsetImage);
                }
            }
        }
    }
}
