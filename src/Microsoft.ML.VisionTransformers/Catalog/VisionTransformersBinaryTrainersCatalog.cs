using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using Microsoft.ML.VisionTransformers.ViT;
using static Microsoft.ML.BinaryClassificationCatalog;

namespace Microsoft.ML;

/// <summary>
/// Trainers of vision transformers that answer one question with true or false. They take a Boolean label and give what ML.NET's binary trainers
/// give: <c>Score</c>, the logit of true; <c>Probability</c>, its sigmoid; <c>PredictedLabel</c>, whether the score is above 0.
/// </summary>
public static class VisionTransformersBinaryTrainersCatalog
{
    /// <summary>
    /// A Vision Transformer that tells images for which something is true from those for which it is not. Its one output is trained by binary cross
    /// entropy.
    /// </summary>
    /// <param name="catalog">The catalog of binary trainers.</param>
    /// <param name="labelColumnName">Column of the truth, Boolean. Default <c>Label</c>.</param>
    /// <param name="featureColumnName">Column of images: paths (text), encoded files (<c>VBuffer&lt;byte&gt;</c>) or <c>MLImage</c>. Default <c>Features</c>.</param>
    /// <param name="scoreColumnName">Column of logits to add. Default <c>Score</c>.</param>
    /// <param name="predictedLabelColumnName">Column of predictions to add, Boolean. Default <c>PredictedLabel</c>.</param>
    /// <param name="validationSet">Images to validate on after each epoch. Default: a tenth of the training images.</param>
    /// <param name="architecture">Name or alias in the <see cref="ArchitectureRegistry"/>. Default: the weights' own, or the trainer's: see its <c>Options</c>.</param>
    /// <param name="weights">File, folder, or model on the hub (<c>owner/name</c>) with weights to start from; <c>pretrained</c> = those of the architecture's row. Default: random ones.</param>
    /// <exception cref="ArgumentException">There is no such architecture, or it is of another family (thrown by Fit).</exception>
    public static ViTTrainer ViT(this BinaryClassificationTrainers catalog,
        string? labelColumnName = null,
        string? featureColumnName = null,
        string? scoreColumnName = null,
        string? predictedLabelColumnName = null,
        IDataView? validationSet = null,
        string? architecture = null,
        string? weights = null) =>
        catalog.ViT(VisionTransformersTrainersCatalog.Fill(new ViTTrainer.Options(), labelColumnName, featureColumnName, scoreColumnName,
            predictedLabelColumnName, validationSet, architecture, weights));

    /// <summary>A Vision Transformer that answers with true or false, with all its settings.</summary>
    /// <param name="catalog">The catalog of binary trainers.</param>
    /// <param name="options">The settings; later changes to them have no effect.</param>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    public static ViTTrainer ViT(this BinaryClassificationTrainers catalog, ViTTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options, ClassificationTask.Binary);

    /// <summary>
    /// ConvMAE's encoder that tells images for which something is true from those for which it is not: fine-tuned from weights that ConvMAE or
    /// FastConvMAE pretrained, or trained from random ones.
    /// </summary>
    /// <inheritdoc cref="ViT(BinaryClassificationTrainers, string, string, string, string, IDataView, string, string)"/>
    public static ConvMaeTrainer ConvMae(this BinaryClassificationTrainers catalog,
        string? labelColumnName = null,
        string? featureColumnName = null,
        string? scoreColumnName = null,
        string? predictedLabelColumnName = null,
        IDataView? validationSet = null,
        string? architecture = null,
        string? weights = null) =>
        catalog.ConvMae(VisionTransformersTrainersCatalog.Fill(new ConvMaeTrainer.Options(), labelColumnName, featureColumnName, scoreColumnName,
            predictedLabelColumnName, validationSet, architecture, weights));

    /// <summary>ConvMAE's encoder that answers with true or false, with all its settings.</summary>
    /// <inheritdoc cref="ViT(BinaryClassificationTrainers, ViTTrainer.Options)"/>
    public static ConvMaeTrainer ConvMae(this BinaryClassificationTrainers catalog, ConvMaeTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options, ClassificationTask.Binary);

    /// <summary>
    /// A Swin Transformer that tells images for which something is true from those for which it is not.
    /// </summary>
    /// <inheritdoc cref="ViT(BinaryClassificationTrainers, string, string, string, string, IDataView, string, string)"/>
    public static SwinTrainer Swin(this BinaryClassificationTrainers catalog,
        string? labelColumnName = null,
        string? featureColumnName = null,
        string? scoreColumnName = null,
        string? predictedLabelColumnName = null,
        IDataView? validationSet = null,
        string? architecture = null,
        string? weights = null) =>
        catalog.Swin(VisionTransformersTrainersCatalog.Fill(new SwinTrainer.Options(), labelColumnName, featureColumnName, scoreColumnName,
            predictedLabelColumnName, validationSet, architecture, weights));

    /// <summary>A Swin Transformer that answers with true or false, with all its settings.</summary>
    /// <inheritdoc cref="ViT(BinaryClassificationTrainers, ViTTrainer.Options)"/>
    public static SwinTrainer Swin(this BinaryClassificationTrainers catalog, SwinTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options, ClassificationTask.Binary);

    /// <summary>
    /// A Swin Transformer V2 that tells images for which something is true from those for which it is not.
    /// </summary>
    /// <inheritdoc cref="ViT(BinaryClassificationTrainers, string, string, string, string, IDataView, string, string)"/>
    public static SwinV2Trainer SwinV2(this BinaryClassificationTrainers catalog,
        string? labelColumnName = null,
        string? featureColumnName = null,
        string? scoreColumnName = null,
        string? predictedLabelColumnName = null,
        IDataView? validationSet = null,
        string? architecture = null,
        string? weights = null) =>
        catalog.SwinV2(VisionTransformersTrainersCatalog.Fill(new SwinV2Trainer.Options(), labelColumnName, featureColumnName, scoreColumnName,
            predictedLabelColumnName, validationSet, architecture, weights));

    /// <summary>A Swin Transformer V2 that answers with true or false, with all its settings.</summary>
    /// <inheritdoc cref="ViT(BinaryClassificationTrainers, ViTTrainer.Options)"/>
    public static SwinV2Trainer SwinV2(this BinaryClassificationTrainers catalog, SwinV2Trainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options, ClassificationTask.Binary);

    /// <summary>
    /// A vision transformer of any family, named by its architecture.
    /// </summary>
    /// <inheritdoc cref="ViT(BinaryClassificationTrainers, string, string, string, string, IDataView, string, string)"/>
    public static VisionTransformerTrainer VisionTransformer(this BinaryClassificationTrainers catalog,
        string? labelColumnName = null,
        string? featureColumnName = null,
        string? scoreColumnName = null,
        string? predictedLabelColumnName = null,
        IDataView? validationSet = null,
        string? architecture = null,
        string? weights = null) =>
        catalog.VisionTransformer(VisionTransformersTrainersCatalog.Fill(new VisionTransformerTrainer.Options(), labelColumnName, featureColumnName, scoreColumnName,
            predictedLabelColumnName, validationSet, architecture, weights));

    /// <summary>A vision transformer of any family, with all its settings.</summary>
    /// <inheritdoc cref="ViT(BinaryClassificationTrainers, ViTTrainer.Options)"/>
    public static VisionTransformerTrainer VisionTransformer(this BinaryClassificationTrainers catalog, VisionTransformerTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options, ClassificationTask.Binary);
}
