using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>One method of pretraining, with the network that it is for.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Architecture">The masked autoencoder; its encoder is what is fine-tuned and trained from scratch.</param>
/// <param name="Epochs">Passes over the unlabelled images.</param>
/// <param name="Options">The trainer's options, still without data.</param>
/// <param name="Trainer">The trainer of given options.</param>
/// <param name="FineTuning">Options of the classifier's trainer, still without anything.</param>
/// <param name="Classifier">The classifier's trainer of given options.</param>
internal sealed record PretrainingFamily(
    string Name,
    VisionArchitecture Architecture,
    int Epochs,
    Func<MaskedPretrainingOptions> Options,
    Func<MLContext, MaskedPretrainingOptions, IEstimator<ITransformer>> Trainer,
    Func<ImageClassificationOptions> FineTuning,
    Func<MLContext, ImageClassificationOptions, IEstimator<ITransformer>> Classifier);
