using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Binary files as data: compact, with all annotations, readable in any order.</summary>
public static class BinaryLoaderSaverCatalog
{
    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, IMultiStreamSource fileSource)
    {
        var environment = catalog.GetEnvironment();
        environment.CheckValue(fileSource, nameof(fileSource));
        return new BinaryView(environment, fileSource);
    }

    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, string path)
    {
        var environment = catalog.GetEnvironment();
        environment.CheckNonEmpty(path, nameof(path));
        environment.CheckParam(File.Exists(path), nameof(path), $"File does not exist at path: {path}");
        return new BinaryView(environment, new MultiFileSource(path));
    }

    /// <summary>Leaves the stream open.</summary>
    public static void SaveAsBinary(this DataOperationsCatalog catalog, IDataView data, Stream stream, bool keepHidden = false)
    {
        var environment = catalog.GetEnvironment();
        environment.CheckValue(data, nameof(data));
        environment.CheckValue(stream, nameof(stream));
        new BinarySaver(environment).Save(data, stream, keepHidden);
    }
}
