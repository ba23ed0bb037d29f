using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class ModelOperationsCatalog
{
    /// <summary>Writes the model and the loader of its data; the model is always one step of a chain then.</summary>
    public void Save<TSource>(ITransformer model, IDataLoader<TSource> loader, Stream stream)
    {
        _environment.CheckValue(loader, nameof(loader));
        _environment.CheckValue(stream, nameof(stream));
        var chain = model == null ? null : new TransformerChain<ITransformer>(model);
        using var archive = RepositoryWriter.CreateNew(stream, _environment);
        ModelSaveContext.SaveModel(archive, new CompositeDataLoader<TSource, ITransformer>(loader, chain), null);
        archive.Commit();
    }

    public void Save<TSource>(ITransformer model, IDataLoader<TSource> loader, string filePath)
    {
        _environment.CheckValue(loader, nameof(loader));
        _environment.CheckNonEmpty(filePath, nameof(filePath));
        using var stream = File.Create(filePath);
        Save(model, loader, stream);
    }

    public ITransformer LoadWithDataLoader(Stream stream, out IDataLoader<IMultiStreamSource> loader)
    {
        _environment.CheckValue(stream, nameof(stream));
        using var archive = RepositoryReader.Open(stream, _environment);
        try
        {
            ModelLoadContext.LoadModel<IDataLoader<IMultiStreamSource>, SignatureLoadModel>(_environment, out loader, archive, null);
            return TakeApart(ref loader);
        }
        catch (Exception e)
        {
            throw _environment.Except(e, "Model does not contain an IDataLoader. " +
                "Perhaps this was saved with an DataViewSchema, or even no information on its input at all. " +
                "Consider using the Load method instead.");
        }
    }

    public ITransformer LoadWithDataLoader(string filePath, out IDataLoader<IMultiStreamSource> loader)
    {
        _environment.CheckNonEmpty(filePath, nameof(filePath));
        using var stream = File.OpenRead(filePath);
        return LoadWithDataLoader(stream, out loader);
    }

    /// <summary>The model that was saved with a loader, and the loader alone; no transformers count as an empty chain.</summary>
    private static ITransformer TakeApart(ref IDataLoader<IMultiStreamSource> loader)
    {
        if (loader is not CompositeDataLoader<IMultiStreamSource, ITransformer> composite)
            return new TransformerChain<ITransformer>();
        loader = composite.Loader;
        return composite.Transformer.Count() == 1 ? composite.Transformer.First() : composite.Transformer;
    }
}
