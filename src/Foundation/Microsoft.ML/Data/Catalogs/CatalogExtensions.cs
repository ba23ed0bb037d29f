using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The environment behind a catalog whose implementation of the interface is explicit.</summary>
internal static class CatalogExtensions
{
    public static IHostEnvironment GetEnvironment(this IInternalCatalog catalog)
    {
        Contracts.CheckValue(catalog, nameof(catalog));
        return catalog.Environment;
    }
}
