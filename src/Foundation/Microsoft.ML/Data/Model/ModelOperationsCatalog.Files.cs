using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class ModelOperationsCatalog
{
    private const string ModelFolder = TransformerChain.LoaderSignature, SchemaEntry = "Schema";

    /// <summary>Writes the model into a new archive, and the schema of its input where there is one.</summary>
    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        _environment.CheckValue(stream, nameof(stream));
        using var archive = RepositoryWriter.CreateNew(stream, _environment);
        ModelSaveContext.SaveModel(archive, model, ModelFolder);
        if (inputSchema != null)
        {
            using var entry = archive.CreateEntry(null, SchemaEntry);
            SavedSchema.Save(_environment, inputSchema, entry.Stream);
        }
        archive.Commit();
    }

    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        _environment.CheckNonEmpty(filePath, nameof(filePath));
        using var stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        _environment.CheckValue(stream, nameof(stream));
        using var archive = RepositoryReader.Open(stream, _environment);
        inputSchema = null;
        using (var entry = archive.OpenEntryOrNull(null, SchemaEntry))
            if (entry != null)
                inputSchema = SavedSchema.Load(_environment, entry.Stream);
        if (inputSchema != null)
        {
            ModelLoadContext.LoadModel<ITransformer, SignatureLoadModel>(_environment, out var model, archive, ModelFolder);
            return model;
        }
        if (ModelLoadContext.LoadModelOrNull<IDataLoader<IMultiStreamSource>, SignatureLoadModel>(_environment, out var loader, archive, null))
        {
            var model = TakeApart(ref loader);
            inputSchema = loader.GetOutputSchema();
            return model;
        }
        if (ModelLoadContext.LoadModelOrNull<ITransformer, SignatureLoadModel>(_environment, out var alone, archive, ModelFolder))
            return alone;
        // Formats from before version 1.0 are not read here.
        throw _environment.Except("Could not load legacy format model");
    }

    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        _environment.CheckNonEmpty(filePath, nameof(filePath));
        using var stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }
}
