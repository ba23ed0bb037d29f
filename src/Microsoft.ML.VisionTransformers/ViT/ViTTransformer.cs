using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Classification;

namespace Microsoft.ML.VisionTransformers.ViT;

/// <summary>A Vision Transformer trained to classify images.</summary>
public sealed class ViTTransformer : ImageClassificationTransformer
{
    internal new const string LoaderSignature = "ViTTransformer";

    internal ViTTransformer(ClassifierParts parts) : base(parts)
    {
    }

    private protected override string Signature => LoaderSignature;

    // Found by ML.NET by its name and parameters, when a saved model is loaded.
    private static ViTTransformer Create(IHostEnvironment env, object ctx) => new(ClassifierArchive.Load(env, ctx));
}
