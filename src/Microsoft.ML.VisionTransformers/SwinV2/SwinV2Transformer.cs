using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Classification;

namespace Microsoft.ML.VisionTransformers.SwinV2;

/// <summary>A Swin Transformer V2 trained to classify images.</summary>
public sealed class SwinV2Transformer : ImageClassificationTransformer
{
    internal new const string LoaderSignature = "SwinV2Transformer";

    internal SwinV2Transformer(ClassifierParts parts) : base(parts)
    {
    }

    private protected override string Signature => LoaderSignature;

    // Found by ML.NET by its name and parameters, when a saved model is loaded.
    private static SwinV2Transformer Create(IHostEnvironment env, object ctx) => new(ClassifierArchive.Load(env, ctx));
}
