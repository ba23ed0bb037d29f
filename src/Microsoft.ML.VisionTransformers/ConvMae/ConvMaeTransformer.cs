using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Classification;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>ConvMAE's encoder trained to classify images.</summary>
public sealed class ConvMaeTransformer : ImageClassificationTransformer
{
    internal new const string LoaderSignature = "ConvMaeTransformer";

    internal ConvMaeTransformer(ClassifierParts parts) : base(parts)
    {
    }

    private protected override string Signature => LoaderSignature;

    // Found by ML.NET by its name and parameters, when a saved model is loaded.
    private static ConvMaeTransformer Create(IHostEnvironment env, object ctx) => new(ClassifierArchive.Load(env, ctx));
}
