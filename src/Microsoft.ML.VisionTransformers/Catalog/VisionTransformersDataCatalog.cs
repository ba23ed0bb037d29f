using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Data.Pairs;
using Microsoft.ML.VisionTransformers.Interop;

namespace Microsoft.ML;

/// <summary>Sets of images as data views.</summary>
public static class VisionTransformersDataCatalog
{
    /// <summary>
    /// The images in a folder, one row each: <c>ImagePath</c> (text, the full path) and <c>Label</c> (text, the name of the folder right
    /// under <paramref name="path"/> that the image lies in, at whatever depth; empty for images that lie in <paramref name="path"/> itself).
    /// Rows are in the order of their paths, so that the same folder gives the same data everywhere. Files are only listed, not opened.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="path">The folder: one subfolder a class, or no subfolders for images to be scored.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidOperationException">There is no image in it; known are .jpg, .jpeg, .png, .bmp, .gif and .webp.</exception>
    public static IDataView LoadImageFolder(this DataOperationsCatalog catalog, string path)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.LoadFromEnumerable(ImageFolder.List(path));
    }

    /// <summary>
    /// Images with texts about them, a row a pair: <c>ImagePath</c> (text, the full path) and <c>Text</c>. An image may have several texts, and then
    /// has as many rows. Rows are in the order of the table, or of the paths. Images are not opened.
    /// </summary>
    /// <remarks>
    /// Rows without image, without text, or that are no rows at all are left out; the first ten are named in the log with their line, the others
    /// counted.
    /// </remarks>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="path">
    /// A table (CSV, TSV) in UTF-8, with or without byte order mark, whose first line names the columns; fields in quotes may hold separators,
    /// line breaks and, doubled, quotes. Or a folder of images with a <c>.txt</c> of the same name beside each, in UTF-8 too, which holds a text a line.
    /// </param>
    /// <param name="imageFolder">The folder that paths in the table are relative to. Default the table's own. Like the three that follow it is not for folders.</param>
    /// <param name="imageColumn">
    /// The table's column of image paths, as its first line writes it. Default the one with a usual name: ImagePath, image_path, image, filepath (open_clip's),
    /// file_path, file_name (transformers'), filename, path, img; in capitals or not.
    /// </param>
    /// <param name="textColumn">The table's column of texts. Default the one with a usual name: Text, caption, title (open_clip's), sentence, description.</param>
    /// <param name="separator">What stands between fields. Default a tab where the first line has one, else a comma.</param>
    /// <param name="maxBadRows">Share of rows that may be left out before that is an error, 0..1. Default 0.01, as <c>MaxBadImages</c> of trainers.</param>
    /// <exception cref="ArgumentException">The path is a folder, and something is said that only a table has.</exception>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="InvalidDataException">The table is too large or has no such columns, too many rows are bad, or there are none.</exception>
    public static IDataView LoadImageTextPairs(this DataOperationsCatalog catalog, string path, string? imageFolder = null, string? imageColumn = null,
        string? textColumn = null, char? separator = null, double maxBadRows = 0.01)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (maxBadRows is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(maxBadRows), maxBadRows, "A share is in 0..1.");
        var isFolder = Directory.Exists(path);
        if (isFolder)
        {
            RequireNone(imageFolder, nameof(imageFolder), path);
            RequireNone(imageColumn, nameof(imageColumn), path);
            RequireNone(textColumn, nameof(textColumn), path);
            RequireNone(separator, nameof(separator), path);
        }
        if (imageFolder is not null && !Directory.Exists(imageFolder))
            throw new DirectoryNotFoundException($"There is no folder '{Path.GetFullPath(imageFolder)}' of images.");
        var pairs = isFolder ? PairFolder.Read(path)
            : File.Exists(path) ? PairTable.Read(path, imageFolder, imageColumn, textColumn, separator)
            : throw new FileNotFoundException($"There is no table or folder of pairs at '{Path.GetFullPath(path)}'.", path);
        using (var channel = CatalogEnvironment.Of(catalog).Register(nameof(LoadImageTextPairs)).Start("Loading"))
        {
            foreach (var warning in pairs.Warnings)
                channel.Warn(warning);
        }
        pairs.Check(maxBadRows);
        return catalog.LoadFromEnumerable(pairs.Pairs);
    }

    /// <summary>
    /// Splits at random into two views that share no row, the same part of every class in each: <c>TrainTestSplit</c> looks at no labels, and may
    /// leave a rare class out of the test set. Rows keep their order; a class of a single row, and rows without a label, are in the training set.
    /// Of classes whose part is less than half a row, some have a row in the test set and others none.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="data">Gives the same rows in the same order each time it is read. It is read once here, its labels only.</param>
    /// <param name="testFraction">Part of each class that the test set gets, above 0 and below 1, give or take a row. Default 0.1, as in <c>TrainTestSplit</c>.</param>
    /// <param name="labelColumnName">Text, keys, Boolean, Single or Int32. Default Label.</param>
    /// <param name="seed">The same seed gives the same rows. Default null: drawn from the context's.</param>
    /// <exception cref="ArgumentException">There is no such column, or it holds no labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is none.</exception>
    public static (IDataView TrainSet, IDataView TestSet) StratifiedSplit(this DataOperationsCatalog catalog, IDataView data,
        double testFraction = 0.1, string labelColumnName = "Label", int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        if (testFraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, "A fraction is above 0 and below 1.");
        var held = VisionTransformers.Data.StratifiedSplit.Held(LabelledRows.Read(data, labelColumnName), testFraction,
            seed ?? CatalogEnvironment.Of(catalog).Register(nameof(StratifiedSplit)).Rand.Next());
        return (new RowSubset(data, [.. held.Select(one => !one)]), new RowSubset(data, held));
    }

    private static void RequireNone(object? value, string parameter, string folder)
    {
        if (value is not null)
            throw new ArgumentException($"'{folder}' is a folder, with a text file beside each image, and {parameter} is about tables. Leave it out, or give the table's path.", parameter);
    }
}
