using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(CompositeDataLoader<IMultiStreamSource, ITransformer>), typeof(CompositeDataLoader), null, typeof(SignatureLoadModel),
    "Composite Data Loader", CompositeDataLoader.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>How composite loaders are found again: those of files, which are the only ones that can be saved.</summary>
internal static class CompositeDataLoader
{
    public const string LoaderSignature = "CompositeLoader";
    public const string LoaderFolder = "Loader";

    public static VersionInfo Version => new("CMPSTLDR", 0x00010001, 0x00010001, 0x00010001, typeof(CompositeDataLoader).Assembly.FullName, LoaderSignature);

    public static CompositeDataLoader<IMultiStreamSource, ITransformer> Create(IHostEnvironment environment, ModelLoadContext context)
    {
        context.CheckAtModel(Version);
        context.LoadModel<IDataLoader<IMultiStreamSource>, SignatureLoadModel>(environment, out var loader, LoaderFolder);
        context.LoadModel<TransformerChain<ITransformer>, SignatureLoadModel>(environment, out var chain, TransformerChain.LoaderSignature);
        return new CompositeDataLoader<IMultiStreamSource, ITransformer>(loader, chain);
    }
}
