using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Classification;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>A Swin Transformer trained to classify images.</summary>
public sealed class SwinTransformer : ImageClassificationTransformer
{
    internal new const string LoaderSignature = "SwinTransformer";

    internal SwinTransformer(ClassifierParts parts) : base(parts)
    {
    }

    private protected override string Signature => LoaderSignature;

    // Found by ML.NET by its name and parameters, when a saved model is loaded.
    private static SwinTransformer Create(IHostEnvironment env, object ctx) => new(ClassifierArchive.Load(env, ctx));
}
