using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Text files as data.</summary>
public static class TextLoaderSaverCatalog
{
    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Column[] columns, char separatorChar = '\t', bool hasHeader = false,
        IMultiStreamSource dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false) =>
        new(catalog.GetEnvironment(), Options(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null)
    {
        var environment = catalog.GetEnvironment();
        environment.CheckValue(options, nameof(options));
        return new TextLoader(environment, options, dataSample);
    }

    /// <summary>The columns are those of the class's members, which all have a LoadColumn attribute.</summary>
    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, char separatorChar = '\t', bool hasHeader = false,
        IMultiStreamSource dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false) =>
        new(catalog.GetEnvironment(), Options(TypedTextColumns.Of(typeof(TInput)), separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null)
    {
        var environment = catalog.GetEnvironment();
        environment.CheckValue(options, nameof(options));
        options.Columns = TypedTextColumns.Of(typeof(TInput));
        return new TextLoader(environment, options, dataSample);
    }

    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Column[] columns, char separatorChar = '\t', bool hasHeader = false,
        bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
    {
        var files = Files(catalog, path);
        return catalog.CreateTextLoader(columns, separatorChar, hasHeader, null, allowQuoting, trimWhitespace, allowSparse).Load(files);
    }

    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, char separatorChar = '\t', bool hasHeader = false,
        bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
    {
        var files = Files(catalog, path);
        return catalog.CreateTextLoader<TInput>(separatorChar, hasHeader, null, allowQuoting, trimWhitespace, allowSparse).Load(files);
    }

    /// <summary>The file serves as the sample, too: for its header, its own description and the number of its fields.</summary>
    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options options = null)
    {
        var files = Files(catalog, path);
        return new TextLoader(catalog.GetEnvironment(), options, files).Load(files);
    }

    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options)
    {
        var files = Files(catalog, path);
        return catalog.CreateTextLoader<TInput>(options, files).Load(files);
    }

    /// <param name="catalog">The catalog.</param>
    /// <param name="data">The rows to write.</param>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="separatorChar">Blank, tab, comma, semicolon or bar.</param>
    /// <param name="headerRow">Whether names of columns and slots come first.</param>
    /// <param name="schema">Whether a description comes before everything, by which the file can be loaded without another one.</param>
    /// <param name="keepHidden">Whether columns that others hide are written, too.</param>
    /// <param name="forceDense">Whether lines with mostly default values are written in full.</param>
    public static void SaveAsText(this DataOperationsCatalog catalog, IDataView data, Stream stream, char separatorChar = '\t', bool headerRow = true, bool schema = true,
        bool keepHidden = false, bool forceDense = false)
    {
        var environment = catalog.GetEnvironment();
        environment.CheckValue(data, nameof(data));
        environment.CheckValue(stream, nameof(stream));
        new TextSaver(environment, separatorChar, headerRow, schema, forceDense).Save(data, stream, keepHidden);
    }

    private static TextLoader.Options Options(TextLoader.Column[] columns, char separator, bool hasHeader, bool allowQuoting, bool trimWhitespace, bool allowSparse) => new()
    {
        Columns = columns,
        Separators = [separator],
        HasHeader = hasHeader,
        AllowQuoting = allowQuoting,
        TrimWhitespace = trimWhitespace,
        AllowSparse = allowSparse,
    };

    private static MultiFileSource Files(DataOperationsCatalog catalog, string path)
    {
        var environment = catalog.GetEnvironment();
        environment.CheckNonEmpty(path, nameof(path));
        var files = new MultiFileSource(path);
        for (var i = 0; i < files.Count; i++)
            if (!File.Exists(files.GetPathOrNull(i)))
                throw environment.ExceptParam(nameof(path), $"File or directory does not exist at path: {files.GetPathOrNull(i)}");
        if (files.Count == 0)
            throw environment.ExceptParam(nameof(path), $"File or directory does not exist at path: {path}");
        return files;
    }
}
