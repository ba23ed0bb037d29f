namespace Microsoft.ML.Data;

/// <summary>A loader that needs no fitting, as the start of a chain that does.</summary>
internal sealed class GivenLoaderEstimator<TSource>(IDataLoader<TSource> loader) : IDataLoaderEstimator<TSource, IDataLoader<TSource>>
{
    public IDataLoader<TSource> Fit(TSource input) => loader;

    public SchemaShape GetOutputSchema() => SchemaShape.Create(loader.GetOutputSchema());
}
