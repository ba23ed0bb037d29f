using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Turns texts into CLIP's vectors.</summary>
/// <inheritdoc cref="ClipEmbeddingTransformer" path="/remarks"/>
public sealed class ClipTextEmbeddingTransformer : ClipEmbeddingTransformer
{
    internal const string LoaderSignature = "ClipTextEmbedding";

    internal ClipTextEmbeddingTransformer(ClipEmbeddingScorer scorer, string input, string output) : base(scorer, input, output)
    {
    }

    private protected override string Signature => LoaderSignature;

    private protected override InputColumn Input(DataViewSchema schema) => InputColumn.OfTexts(schema, InputColumnName, Tokenizer);

    // Found by ML.NET by its name and parameters, when a saved model is loaded.
    private static ClipTextEmbeddingTransformer Create(IHostEnvironment env, object ctx)
    {
        var (scorer, input, output) = Load(env, ctx, ofImages: false);
        return new(scorer, input, output);
    }
}
