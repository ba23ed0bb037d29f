using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using Microsoft.ML.VisionTransformers.Interop;

namespace Microsoft.ML;

/// <summary>Training on images with texts about them.</summary>
public static class ClipContrastiveCatalog
{
    /// <summary>
    /// Trains a CLIP on pairs of images and texts, as <c>mlContext.Data.LoadImageTextPairs</c> loads them: fine-tunes published weights
    /// (<see cref="ContrastiveRecipes.FineTune"/>), or begins with random ones (<see cref="ContrastiveRecipes.FromScratch"/>). Adds the
    /// embeddings of images and texts and their cosine.
    /// </summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="imageColumnName">Column of images: paths (text), encoded files (<c>VBuffer&lt;byte&gt;</c>) or <c>MLImage</c>. Default <c>ImagePath</c>.</param>
    /// <param name="textColumnName">Column of texts. Default <c>Text</c>.</param>
    /// <param name="validationSet">Pairs to validate on after each epoch, by recall. Default: a tenth of the training images.</param>
    /// <param name="architecture">Name or alias of a CLIP in the <see cref="ArchitectureRegistry"/>. Default: the weights' own.</param>
    /// <param name="weights">File, folder, or model on the hub (<c>owner/name</c>) with weights to start from. Default: random ones.</param>
    /// <param name="tokenizer">File or folder with the vocabulary. Default: beside the weights.</param>
    /// <exception cref="ArgumentException">There is no such architecture, or it is no CLIP (thrown by Fit).</exception>
    public static ClipContrastiveTrainer ClipContrastive(this TransformsCatalog catalog, string? imageColumnName = null, string? textColumnName = null,
        IDataView? validationSet = null, string? architecture = null, string? weights = null, string? tokenizer = null)
    {
        var options = new ClipContrastiveTrainer.Options
        {
            ValidationSet = validationSet, Architecture = architecture, Weights = weights, Tokenizer = tokenizer,
            Recipe = string.IsNullOrEmpty(weights) ? ContrastiveRecipes.FromScratch : ContrastiveRecipes.FineTune,
        };
        options.ImageColumnName = imageColumnName ?? options.ImageColumnName;
        options.TextColumnName = textColumnName ?? options.TextColumnName;
        return catalog.ClipContrastive(options);
    }

    /// <summary>Trains a CLIP on pairs of images and texts, with all its settings.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="options">The settings; later changes to them have no effect.</param>
    /// <exception cref="ArgumentException">A setting is outside its range, or is none of pairs.</exception>
    public static ClipContrastiveTrainer ClipContrastive(this TransformsCatalog catalog, ClipContrastiveTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options);
}
