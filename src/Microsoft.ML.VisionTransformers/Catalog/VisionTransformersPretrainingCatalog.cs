using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Pretraining;

namespace Microsoft.ML;

/// <summary>Pretraining of vision transformers on images without labels.</summary>
public static class VisionTransformersPretrainingCatalog
{
    /// <summary>
    /// A masked autoencoder on a plain vision transformer (MAE), pretrained on images without labels. Adds an embedding; fine-tune it by
    /// <c>Trainers.ViT(weights: folder)</c>, where the folder is the training's <c>OutputFolder</c>. As published: 800 epochs of MAE-B/16, which is
    /// ViT-B/16 with a decoder, unless the architecture or the weights are others.
    /// </summary>
    /// <remarks>
    /// The number of epochs is the paper's, for ImageNet, whatever the images. Other epochs, and networks of your own sizes, are in the overload with
    /// options: <c>MaxEpochs</c>, <c>CustomArchitecture</c>.
    /// </remarks>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">Column of embeddings to add, vectors as wide as the encoder's tokens. Default <c>Features</c>.</param>
    /// <param name="inputColumnName">Column of images: paths (text), encoded files (<c>VBuffer&lt;byte&gt;</c>) or <c>MLImage</c>. Default <c>ImagePath</c>.</param>
    /// <param name="architecture">Name or alias in the <see cref="ArchitectureRegistry"/>. Default: the weights' own, or the base size.</param>
    /// <param name="weights">File, folder, saved model, or model on the hub (<c>owner/name</c>) with weights to go on from. Default: random ones.</param>
    /// <param name="outputFolder">Folder that the training lives in, and that fine-tuning takes as weights. Default: nothing is written.</param>
    /// <exception cref="ArgumentException">There is no such architecture, or it is of another family (thrown by Fit).</exception>
    public static MaskedAutoencoderTrainer MaskedAutoencoder(this TransformsCatalog catalog,
        string? outputColumnName = null,
        string? inputColumnName = null,
        string? architecture = null,
        string? weights = null,
        string? outputFolder = null) =>
        catalog.MaskedAutoencoder(Fill(new MaskedAutoencoderTrainer.Options(), outputColumnName, inputColumnName, architecture, weights, outputFolder));

    /// <summary>A masked autoencoder on a plain vision transformer (MAE), with all its settings.</summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="options">The settings; later changes to them have no effect.</param>
    /// <exception cref="ArgumentException">A setting is outside its range, or has no meaning here.</exception>
    public static MaskedAutoencoderTrainer MaskedAutoencoder(this TransformsCatalog catalog, MaskedAutoencoderTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options);

    /// <summary>
    /// A masked autoencoder whose first stages are convolutions (ConvMAE), pretrained on images without labels. Adds an embedding; fine-tune it
    /// by <c>Trainers.ConvMae(weights: folder)</c>, where the folder is the training's <c>OutputFolder</c>. As published: 1600 epochs of ConvMAE-B/16,
    /// unless the architecture or the weights are others.
    /// </summary>
    /// <inheritdoc cref="MaskedAutoencoder(TransformsCatalog, string, string, string, string, string)"/>
    public static ConvMaskedAutoencoderTrainer ConvMaskedAutoencoder(this TransformsCatalog catalog,
        string? outputColumnName = null,
        string? inputColumnName = null,
        string? architecture = null,
        string? weights = null,
        string? outputFolder = null) =>
        catalog.ConvMaskedAutoencoder(Fill(new ConvMaskedAutoencoderTrainer.Options(), outputColumnName, inputColumnName, architecture, weights, outputFolder));

    /// <summary>A masked autoencoder whose first stages are convolutions (ConvMAE), with all its settings.</summary>
    /// <inheritdoc cref="MaskedAutoencoder(TransformsCatalog, MaskedAutoencoderTrainer.Options)"/>
    public static ConvMaskedAutoencoderTrainer ConvMaskedAutoencoder(this TransformsCatalog catalog, ConvMaskedAutoencoderTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options);

    /// <summary>
    /// ConvMAE with four complementary masks an image (FastConvMAE), pretrained on images without labels in far fewer epochs. Adds an embedding;
    /// fine-tune it by <c>Trainers.ConvMae(weights: folder)</c>, where the folder is the training's <c>OutputFolder</c>. As published: 50 epochs of
    /// FastConvMAE-B/16, unless the architecture or the weights are others.
    /// </summary>
    /// <inheritdoc cref="MaskedAutoencoder(TransformsCatalog, string, string, string, string, string)"/>
    public static FastConvMaskedAutoencoderTrainer FastConvMaskedAutoencoder(this TransformsCatalog catalog,
        string? outputColumnName = null,
        string? inputColumnName = null,
        string? architecture = null,
        string? weights = null,
        string? outputFolder = null) =>
        catalog.FastConvMaskedAutoencoder(Fill(new FastConvMaskedAutoencoderTrainer.Options(), outputColumnName, inputColumnName, architecture, weights, outputFolder));

    /// <summary>ConvMAE with complementary masks (FastConvMAE), with all its settings.</summary>
    /// <inheritdoc cref="MaskedAutoencoder(TransformsCatalog, MaskedAutoencoderTrainer.Options)"/>
    public static FastConvMaskedAutoencoderTrainer FastConvMaskedAutoencoder(this TransformsCatalog catalog, FastConvMaskedAutoencoderTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options);

    private static TOptions Fill<TOptions>(TOptions options, string? output, string? input, string? architecture, string? weights, string? folder)
        where TOptions : MaskedPretrainingOptions
    {
        options.OutputColumnName = output ?? options.OutputColumnName;
        options.InputColumnName = input ?? options.InputColumnName;
        (options.Architecture, options.Weights, options.OutputFolder) = (architecture, weights, folder);
        return options;
    }
}
