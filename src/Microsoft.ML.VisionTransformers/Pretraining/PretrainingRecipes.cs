namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>
/// How published masked autoencoders were pretrained, in numbers. All were tuned for the 1.28 million images of ImageNet-1k; what they reach is
/// its top-1 accuracy after fine-tuning. Trainers follow theirs, epochs included, until their options say otherwise: <c>MaxEpochs = 100</c>, and the
/// warm-up shortens alike. Few images stand more epochs, small networks a higher learning rate. The only augmentation is random
/// crops and flips: hiding three quarters of an image is enough.
/// </summary>
public static class PretrainingRecipes
{
    /// <summary>
    /// MAE: AdamW with betas 0.9 and 0.95, learning rate 1.5e-4 a 256 images, weight decay 0.05, 800 epochs of 4096 images a step, the first 40 of
    /// warm-up, to 0. The same for ViT-B, L and H; its weights were trained for 1600 epochs and reach 83.6, 85.9 and 86.9 %.
    /// </summary>
    public static PretrainingRecipe Mae { get; } = new()
    {
        Name = "MAE pretraining",
        Source = "He et al., \"Masked Autoencoders Are Scalable Vision Learners\", 2022, appendix A.1; github.com/facebookresearch/mae, PRETRAIN.md",
        Batch = 4096, Epochs = 800, WarmupEpochs = 40, LearningRate = 1.5e-4,
    };

    /// <summary>ConvMAE: the values of <see cref="Mae"/>, for 1600 epochs of 3072 images a step. Its base size reaches 85.0 %.</summary>
    public static PretrainingRecipe ConvMae { get; } = Mae with
    {
        Name = "ConvMAE pretraining",
        Source = "Gao et al., \"ConvMAE: Masked Convolution Meets Masked Autoencoders\", 2022; github.com/Alpha-VL/ConvMAE, PRETRAIN.md",
        Batch = 3072, Epochs = 1600,
    };

    /// <summary>
    /// FastConvMAE: learning rate 6e-4 a 256 images, 50 epochs of 512 images a step, 10 of warm-up, otherwise as <see cref="Mae"/>. Every patch is
    /// hidden three times and seen once in an epoch; the base size reaches 84.4 %.
    /// </summary>
    public static PretrainingRecipe FastConvMae { get; } = Mae with
    {
        Name = "FastConvMAE pretraining",
        Source = "github.com/Alpha-VL/FastConvMAE, README.md; EasyCV's configuration of it has the same values",
        Batch = 512, Epochs = 50, WarmupEpochs = 10, LearningRate = 6e-4,
    };
}
