using System.Runtime.ExceptionServices;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>The column that a scorer reads: images, texts or vectors, each turned into as many numbers as the scorer takes.</summary>
/// <param name="Index">Of the column in its schema.</param>
/// <param name="CreateReader">A function that takes the input of the row that a row object is at.</param>
internal sealed record InputColumn(int Index, Func<DataViewRow, Func<RowInput>> CreateReader)
{
    // Bytes of pixels, 1.4 megapixels of them. Smaller ones wait for their turn as they are, and are prepared on all cores.
    private const int LargePicture = 4 << 20;

    /// <summary>Of a column that is read with it; null where there is none.</summary>
    public int? Second { get; init; }

    /// <summary>Paths, encoded files or <see cref="MLImage"/>, decoded and prepared: channels x height x width.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public static InputColumn OfImages(DataViewSchema schema, string name, ImagePreprocessing preprocessing)
    {
        var column = ImageColumn.Find(schema, name);
        var isDecoded = schema[column.Index].Type is ImageDataViewType;
        return new(column.Index, row =>
        {
            var read = column.CreateReader(row);
            return () =>
            {
                var image = read();
                RowInput input = pixels => preprocessing.Apply(image.Read(preprocessing), pixels);
                return isDecoded && image.Identity.Length > LargePicture ? Prepared(input, preprocessing.ValuesPerImage) : input;
            };
        });
    }

    /// <summary>Texts as tokens. A float holds each of them exactly: there are fewer than 2^24.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds no text.</exception>
    public static InputColumn OfTexts(DataViewSchema schema, string name, ClipTokenizer tokenizer)
    {
        var column = TextsColumn.Find(schema, name);
        return new(column.Index, row =>
        {
            var get = row.GetGetter<ReadOnlyMemory<char>>(row.Schema[column.Index]);
            ReadOnlyMemory<char> text = default;
            return () =>
            {
                get(ref text);
                var tokens = tokenizer.EncodeRow(text.ToString());
                return values =>
                {
                    for (var i = 0; i < tokens.Length; i++)
                        values[i] = tokens[i];
                };
            };
        });
    }

    /// <summary>Images and texts of the same rows: an image's numbers, then a text's.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public static InputColumn OfPairs(DataViewSchema schema, string images, ImagePreprocessing preprocessing, string texts, ClipTokenizer tokenizer)
    {
        var (image, text) = (OfImages(schema, images, preprocessing), OfTexts(schema, texts, tokenizer));
        return new(image.Index, row =>
        {
            var (readImage, readText) = (image.CreateReader(row), text.CreateReader(row));
            return () =>
            {
                var (writeImage, writeText) = (readImage(), readText());
                return values =>
                {
                    writeImage(values[..preprocessing.ValuesPerImage]);
                    writeText(values[preprocessing.ValuesPerImage..]);
                };
            };
        })
        {
            Second = text.Index,
        };
    }

    /// <summary>Vectors of one length.</summary>
    /// <exception cref="ArgumentException">There is no such column, or its vectors are of another type or length.</exception>
    public static InputColumn OfVectors(DataViewSchema schema, string name, int size)
    {
        var column = schema.Require(name, $"column '{name}' with vectors");
        if (column.Type is not VectorDataViewType { ItemType: NumberDataViewType item } vector || item != NumberDataViewType.Single || vector.Size != size)
            throw new ArgumentException($"Column '{name}' is {column.Type}; the model takes Vector<Single, {size}>, as it was fitted to.");
        return new(column.Index, row =>
        {
            var get = row.GetGetter<VBuffer<float>>(row.Schema[column.Index]);
            VBuffer<float> features = default;
            return () =>
            {
                get(ref features);
                var copy = new float[size];
                features.CopyTo(copy);
                return values => copy.CopyTo(values);
            };
        });
    }

    /// <summary>
    /// An input that is worked out now. A batch of photographs that are decoded already would take gigabytes until its turn; their numbers take
    /// little.
    /// </summary>
    private static RowInput Prepared(RowInput input, int count)
    {
        var prepared = new float[count];
        try
        {
            input(prepared);
        }
        catch (Exception e) when (BadImages.Covers(e))
        {
            // It is reported with the row, as that of a file is.
            var failure = ExceptionDispatchInfo.Capture(e);
            return _ => failure.Throw();
        }
        return values => prepared.CopyTo(values);
    }
}
