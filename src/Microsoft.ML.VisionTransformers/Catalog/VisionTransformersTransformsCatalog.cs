using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Embeddings;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML;

/// <summary>Transforms of images and texts by vision transformers that are trained already.</summary>
public static class VisionTransformersTransformsCatalog
{
    /// <summary>
    /// Classifies images by the names of the classes, without training images. Adds the probability of each class and the likeliest class, as a trained
    /// classifier does; <c>MulticlassClassification.Evaluate</c> takes them.
    /// </summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="weights">A CLIP: file, folder, or model on the hub (<c>owner/name</c>), as OpenAI, open_clip, HuggingFace or FlagAI publish it.</param>
    /// <param name="classNames">Names of the classes. Default: the values that the keys of the label column stand for.</param>
    /// <param name="templates">Sentences such as <c>a photo of a {}.</c>. Default <see cref="PromptTemplates.Default"/>.</param>
    /// <param name="labelColumnName">Key column of true classes, for their names and order; need not be there when there are class names. Default <c>Label</c>.</param>
    /// <param name="featureColumnName">Column of images: paths (text), encoded files (<c>VBuffer&lt;byte&gt;</c>) or <c>MLImage</c>. Default <c>Features</c>.</param>
    /// <param name="scoreColumnName">Column of probabilities to add. Default <c>Score</c>.</param>
    /// <param name="predictedLabelColumnName">Column of the likeliest class to add. Default <c>PredictedLabel</c>.</param>
    /// <exception cref="ArgumentException">There are fewer than two class names, one is there twice, or a template has no <c>{}</c>.</exception>
    public static ClipZeroShotEstimator ClipZeroShot(this TransformsCatalog catalog,
        string weights,
        IReadOnlyList<string>? classNames = null,
        IReadOnlyList<string>? templates = null,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel") => catalog.ClipZeroShot(new ClipZeroShotEstimator.Options
        {
            Weights = weights, ClassNames = classNames, Templates = templates, LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName,
            ScoreColumnName = scoreColumnName, PredictedLabelColumnName = predictedLabelColumnName,
        });

    /// <summary>Classifies images by the names of the classes, with a CLIP that is in memory already: one that was just fine-tuned, or is used for something else too.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="clip">The model whose network is shared.</param>
    /// <param name="classNames">Names of the classes. Default: the values that the keys of the label column stand for.</param>
    /// <param name="templates">Sentences such as <c>a photo of a {}.</c>. Default <see cref="PromptTemplates.Default"/>.</param>
    /// <param name="labelColumnName">Key column of true classes, for their names and order. Default <c>Label</c>.</param>
    /// <param name="featureColumnName">Column of images. Default <c>Features</c>.</param>
    /// <exception cref="ArgumentException">There are fewer than two class names, one is there twice, or a template has no <c>{}</c>.</exception>
    public static ClipZeroShotEstimator ClipZeroShot(this TransformsCatalog catalog,
        ClipModelTransformer clip,
        IReadOnlyList<string>? classNames = null,
        IReadOnlyList<string>? templates = null,
        string labelColumnName = "Label",
        string featureColumnName = "Features") => catalog.ClipZeroShot(new ClipZeroShotEstimator.Options
        {
            Clip = clip, ClassNames = classNames, Templates = templates, LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName,
        });

    /// <summary>Classifies images by the names of the classes, with all settings.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="options">The settings; later changes to them have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or outside its range.</exception>
    public static ClipZeroShotEstimator ClipZeroShot(this TransformsCatalog catalog, ClipZeroShotEstimator.Options options) =>
        new(CatalogEnvironment.Of(catalog), options);

    /// <summary>Turns images into CLIP's vectors of length 1, which can be compared with those of texts.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">Column of vectors to add, of known size.</param>
    /// <param name="inputColumnName">Column of images: paths (text), encoded files (<c>VBuffer&lt;byte&gt;</c>) or <c>MLImage</c>. Default: the output's name.</param>
    /// <param name="weights">A CLIP: file, folder, or model on the hub (<c>owner/name</c>).</param>
    public static ClipImageEmbeddingEstimator ClipImageEmbedding(this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, string weights) =>
        catalog.ClipImageEmbedding(new ClipImageEmbeddingEstimator.Options { OutputColumnName = outputColumnName, InputColumnName = inputColumnName, Weights = weights });

    /// <summary>Turns images into CLIP's vectors, with the network of a model that is in memory already.</summary>
    /// <inheritdoc cref="ClipImageEmbedding(TransformsCatalog, string, string?, string)"/>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">Column of vectors to add, of known size.</param>
    /// <param name="inputColumnName">Column of images. Default: the output's name.</param>
    /// <param name="clip">The model whose network is shared.</param>
    public static ClipImageEmbeddingEstimator ClipImageEmbedding(this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, ClipModelTransformer clip) =>
        catalog.ClipImageEmbedding(new ClipImageEmbeddingEstimator.Options { OutputColumnName = outputColumnName, InputColumnName = inputColumnName, Clip = clip });

    /// <summary>Turns images into CLIP's vectors, with all settings.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="options">The settings; later changes to them have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or outside its range.</exception>
    public static ClipImageEmbeddingEstimator ClipImageEmbedding(this TransformsCatalog catalog, ClipImageEmbeddingEstimator.Options options) =>
        new(CatalogEnvironment.Of(catalog), options);

    /// <summary>Turns texts into CLIP's vectors of length 1, which can be compared with those of images.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">Column of vectors to add, of known size.</param>
    /// <param name="inputColumnName">Column of texts. Default: the output's name.</param>
    /// <param name="weights">A CLIP: file, folder, or model on the hub (<c>owner/name</c>).</param>
    public static ClipTextEmbeddingEstimator ClipTextEmbedding(this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, string weights) =>
        catalog.ClipTextEmbedding(new ClipTextEmbeddingEstimator.Options { OutputColumnName = outputColumnName, InputColumnName = inputColumnName, Weights = weights });

    /// <summary>Turns texts into CLIP's vectors, with the network of a model that is in memory already.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">Column of vectors to add, of known size.</param>
    /// <param name="inputColumnName">Column of texts. Default: the output's name.</param>
    /// <param name="clip">The model whose network is shared.</param>
    public static ClipTextEmbeddingEstimator ClipTextEmbedding(this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, ClipModelTransformer clip) =>
        catalog.ClipTextEmbedding(new ClipTextEmbeddingEstimator.Options { OutputColumnName = outputColumnName, InputColumnName = inputColumnName, Clip = clip });

    /// <summary>Turns texts into CLIP's vectors, with all settings.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="options">The settings; later changes to them have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or outside its range.</exception>
    public static ClipTextEmbeddingEstimator ClipTextEmbedding(this TransformsCatalog catalog, ClipTextEmbeddingEstimator.Options options) =>
        new(CatalogEnvironment.Of(catalog), options);

    /// <summary>Turns images into vectors by a network of any family, without its classifier: features for ML.NET's own trainers, clusterings and projections.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">Column of vectors to add, of known size.</param>
    /// <param name="inputColumnName">Column of images: paths (text), encoded files (<c>VBuffer&lt;byte&gt;</c>) or <c>MLImage</c>. Default: the output's name.</param>
    /// <param name="weights">File, folder, or model on the hub; <c>pretrained</c> = those of the architecture's row.</param>
    /// <param name="architecture">Name or alias in the <see cref="ArchitectureRegistry"/>. Default: the weights' own.</param>
    /// <param name="pooling">What becomes the embedding. Default what the network's own classifier gets.</param>
    /// <param name="normalize">Whether vectors get length 1.</param>
    public static VisionEmbeddingEstimator VisionEmbedding(this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, string weights,
        string? architecture = null, EmbeddingPooling pooling = EmbeddingPooling.Pooled, bool normalize = false) =>
        catalog.VisionEmbedding(new VisionEmbeddingEstimator.Options
        {
            OutputColumnName = outputColumnName, InputColumnName = inputColumnName, Weights = weights, Architecture = architecture, Pooling = pooling, Normalize = normalize,
        });

    /// <summary>Turns images into the vectors behind a trained classifier's decisions; its network is shared.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">Column of vectors to add, of known size.</param>
    /// <param name="inputColumnName">Column of images. Default: the output's name.</param>
    /// <param name="classifier">The model whose network is shared.</param>
    /// <param name="pooling">What becomes the embedding. Default what the classifier gets.</param>
    /// <param name="normalize">Whether vectors get length 1.</param>
    public static VisionEmbeddingEstimator VisionEmbedding(this TransformsCatalog catalog, string outputColumnName, string? inputColumnName,
        ImageClassificationTransformer classifier, EmbeddingPooling pooling = EmbeddingPooling.Pooled, bool normalize = false) =>
        catalog.VisionEmbedding(new VisionEmbeddingEstimator.Options
        {
            OutputColumnName = outputColumnName, InputColumnName = inputColumnName, Classifier = classifier, Pooling = pooling, Normalize = normalize,
        });

    /// <summary>Turns images into vectors by a network of any family, with all settings.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="options">The settings; later changes to them have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or outside its range.</exception>
    public static VisionEmbeddingEstimator VisionEmbedding(this TransformsCatalog catalog, VisionEmbeddingEstimator.Options options) =>
        new(CatalogEnvironment.Of(catalog), options);
}
