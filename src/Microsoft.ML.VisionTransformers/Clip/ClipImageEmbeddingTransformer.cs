using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Turns images into CLIP's vectors.</summary>
/// <inheritdoc cref="ClipEmbeddingTransformer" path="/remarks"/>
public sealed class ClipImageEmbeddingTransformer : ClipEmbeddingTransformer
{
    internal const string LoaderSignature = "ClipImageEmbedding";

    internal ClipImageEmbeddingTransformer(ClipEmbeddingScorer scorer, string input, string output) : base(scorer, input, output)
    {
    }

    /// <summary>Whether an image that can't be read gets NaN for its vector. Off, it throws an exception that names the row and file.</summary>
    public bool SkipBadImages
    {
        get => Scorer.SkipBadImages;
        set => Scorer.SkipBadImages = value;
    }

    private protected override string Signature => LoaderSignature;

    private protected override InputColumn Input(DataViewSchema schema) => InputColumn.OfImages(schema, InputColumnName, Preprocessing);

    // Found by ML.NET by its name and parameters, when a saved model is loaded.
    private static ClipImageEmbeddingTransformer Create(IHostEnvironment env, object ctx)
    {
        var (scorer, input, output) = Load(env, ctx, ofImages: true);
        return new(scorer, input, output);
    }
}
