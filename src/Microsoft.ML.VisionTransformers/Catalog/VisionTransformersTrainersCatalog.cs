using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using Microsoft.ML.VisionTransformers.ViT;
using static Microsoft.ML.MulticlassClassificationCatalog;

namespace Microsoft.ML;

/// <summary>Trainers of vision transformers, beside ML.NET's own.</summary>
public static class VisionTransformersTrainersCatalog
{
    /// <summary>
    /// A Vision Transformer that tells classes of images apart. Adds the probability of each class and the likeliest class.
    /// </summary>
    /// <param name="catalog">The catalog of multiclass trainers.</param>
    /// <param name="labelColumnName">Column of classes, of a key type. Default <c>Label</c>.</param>
    /// <param name="featureColumnName">Column of images: paths (text), encoded files (<c>VBuffer&lt;byte&gt;</c>) or <c>MLImage</c>. Default <c>Features</c>.</param>
    /// <param name="scoreColumnName">Column of probabilities to add. Default <c>Score</c>.</param>
    /// <param name="predictedLabelColumnName">Column of the likeliest class to add, of the label's key type. Default <c>PredictedLabel</c>.</param>
    /// <param name="validationSet">Images to validate on after each epoch. Default: a tenth of the training images.</param>
    /// <param name="architecture">Name or alias in the <see cref="ArchitectureRegistry"/>. Default: the weights' own, or the trainer's: see its <c>Options</c>.</param>
    /// <param name="weights">File, folder, or model on the hub (<c>owner/name</c>) with weights to start from; <c>pretrained</c> = those of the architecture's row. Default: random ones.</param>
    /// <exception cref="ArgumentException">There is no such architecture, or it is of another family (thrown by Fit).</exception>
    public static ViTTrainer ViT(this MulticlassClassificationTrainers catalog,
        string? labelColumnName = null,
        string? featureColumnName = null,
        string? scoreColumnName = null,
        string? predictedLabelColumnName = null,
        IDataView? validationSet = null,
        string? architecture = null,
        string? weights = null) =>
        catalog.ViT(Fill(new ViTTrainer.Options(), labelColumnName, featureColumnName, scoreColumnName, predictedLabelColumnName, validationSet, architecture, weights));

    /// <summary>A Vision Transformer that tells classes of images apart, with all its settings.</summary>
    /// <param name="catalog">The catalog of multiclass trainers.</param>
    /// <param name="options">The settings; later changes to them have no effect.</param>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    public static ViTTrainer ViT(this MulticlassClassificationTrainers catalog, ViTTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options, ClassificationTask.Multiclass);

    /// <summary>
    /// ConvMAE's encoder, convolutions before a transformer, that tells classes of images apart: fine-tuned from weights that ConvMAE or
    /// FastConvMAE pretrained, or trained from random ones. Adds the probability of each class and the likeliest class.
    /// </summary>
    /// <inheritdoc cref="ViT(MulticlassClassificationTrainers, string, string, string, string, IDataView, string, string)"/>
    public static ConvMaeTrainer ConvMae(this MulticlassClassificationTrainers catalog,
        string? labelColumnName = null,
        string? featureColumnName = null,
        string? scoreColumnName = null,
        string? predictedLabelColumnName = null,
        IDataView? validationSet = null,
        string? architecture = null,
        string? weights = null) =>
        catalog.ConvMae(Fill(new ConvMaeTrainer.Options(), labelColumnName, featureColumnName, scoreColumnName, predictedLabelColumnName, validationSet,
            architecture, weights));

    /// <summary>ConvMAE's encoder that tells classes of images apart, with all its settings.</summary>
    /// <inheritdoc cref="ViT(MulticlassClassificationTrainers, ViTTrainer.Options)"/>
    public static ConvMaeTrainer ConvMae(this MulticlassClassificationTrainers catalog, ConvMaeTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options, ClassificationTask.Multiclass);

    /// <summary>
    /// A Swin Transformer that tells classes of images apart. Adds the probability of each class and the likeliest class.
    /// </summary>
    /// <inheritdoc cref="ViT(MulticlassClassificationTrainers, string, string, string, string, IDataView, string, string)"/>
    public static SwinTrainer Swin(this MulticlassClassificationTrainers catalog,
        string? labelColumnName = null,
        string? featureColumnName = null,
        string? scoreColumnName = null,
        string? predictedLabelColumnName = null,
        IDataView? validationSet = null,
        string? architecture = null,
        string? weights = null) =>
        catalog.Swin(Fill(new SwinTrainer.Options(), labelColumnName, featureColumnName, scoreColumnName, predictedLabelColumnName, validationSet, architecture, weights));

    /// <summary>A Swin Transformer that tells classes of images apart, with all its settings.</summary>
    /// <inheritdoc cref="ViT(MulticlassClassificationTrainers, ViTTrainer.Options)"/>
    public static SwinTrainer Swin(this MulticlassClassificationTrainers catalog, SwinTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options, ClassificationTask.Multiclass);

    /// <summary>
    /// A Swin Transformer V2 that tells classes of images apart. Adds the probability of each class and the likeliest class.
    /// </summary>
    /// <inheritdoc cref="ViT(MulticlassClassificationTrainers, string, string, string, string, IDataView, string, string)"/>
    public static SwinV2Trainer SwinV2(this MulticlassClassificationTrainers catalog,
        string? labelColumnName = null,
        string? featureColumnName = null,
        string? scoreColumnName = null,
        string? predictedLabelColumnName = null,
        IDataView? validationSet = null,
        string? architecture = null,
        string? weights = null) =>
        catalog.SwinV2(Fill(new SwinV2Trainer.Options(), labelColumnName, featureColumnName, scoreColumnName, predictedLabelColumnName, validationSet, architecture, weights));

    /// <summary>A Swin Transformer V2 that tells classes of images apart, with all its settings.</summary>
    /// <inheritdoc cref="ViT(MulticlassClassificationTrainers, ViTTrainer.Options)"/>
    public static SwinV2Trainer SwinV2(this MulticlassClassificationTrainers catalog, SwinV2Trainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options, ClassificationTask.Multiclass);

    /// <summary>A vision transformer of any family, named by its architecture.</summary>
    /// <inheritdoc cref="ViT(MulticlassClassificationTrainers, string, string, string, string, IDataView, string, string)"/>
    public static VisionTransformerTrainer VisionTransformer(this MulticlassClassificationTrainers catalog,
        string? labelColumnName = null,
        string? featureColumnName = null,
        string? scoreColumnName = null,
        string? predictedLabelColumnName = null,
        IDataView? validationSet = null,
        string? architecture = null,
        string? weights = null) =>
        catalog.VisionTransformer(Fill(new VisionTransformerTrainer.Options(), labelColumnName, featureColumnName, scoreColumnName, predictedLabelColumnName,
            validationSet, architecture, weights));

    /// <summary>A vision transformer of any family, with all its settings.</summary>
    /// <inheritdoc cref="ViT(MulticlassClassificationTrainers, ViTTrainer.Options)"/>
    public static VisionTransformerTrainer VisionTransformer(this MulticlassClassificationTrainers catalog, VisionTransformerTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options, ClassificationTask.Multiclass);

    internal static TOptions Fill<TOptions>(TOptions options, string? label, string? feature, string? score, string? predictedLabel,
        IDataView? validationSet, string? architecture, string? weights) where TOptions : ImageClassificationOptions
    {
        options.LabelColumnName = label ?? options.LabelColumnName;
        options.FeatureColumnName = feature ?? options.FeatureColumnName;
        options.ScoreColumnName = score ?? options.ScoreColumnName;
        options.PredictedLabelColumnName = predictedLabel ?? options.PredictedLabelColumnName;
        options.ValidationSet = validationSet;
        options.Architecture = architecture;
        options.Weights = weights;
        return options;
    }
}
