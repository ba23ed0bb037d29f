using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>
/// How published vision transformers were trained, in numbers. All were tuned for ImageNet-1k: 1.28 million images, the batches and epochs
/// named here, on many GPUs; what they reach is its top-1 accuracy. For a few thousand images take fewer epochs (<c>Recipe = Recipes.MaeFineTuneBase, MaxEpochs = 30</c>), and switch mixup
/// and cutmix off where there are no more than 30. The warm-up then shortens with the epochs, and the learning rate falls with the batch, as their
/// programs scale it; with batches of 32 and a thousand steps or fewer Swin's fine-tuning rates come to too little: set
/// <c>LearningRate</c> and <c>LearningRateBatch = null</c> after the recipe.
/// The three for small sets are what trainers follow when no recipe is named. They are those recipes with what small batches and few steps
/// ask for: rates that are taken as they are, whatever the batch, a warm-up of a twentieth, gentle crops, fewer epochs.
/// </summary>
public static class Recipes
{
    private const string Mae = "He et al., \"Masked Autoencoders Are Scalable Vision Learners\", 2022; github.com/facebookresearch/mae, FINETUNE.md";
    private const string SwinSource = "Liu et al., \"Swin Transformer\", 2021; github.com/microsoft/Swin-Transformer, config.py and configs/";
    private const string Deit = "Touvron et al., \"Training data-efficient image transformers & distillation through attention\", 2021; github.com/facebookresearch/deit, main.py";
    private const string StrongAugmentation = "rand-m9-mstd0.5-inc1";

    /// <summary>
    /// Fine-tunes published weights on hundreds to tens of thousands of images; all trainers follow it when they are given weights and no recipe.
    /// AdamW, learning rate 1e-4, weight decay 0.05, 10 epochs, a cosine to 0, smoothing 0.1, crops of 35 % of the area and more, flips; no mixing
    /// and no stronger augmentation, which pay only over more epochs. These are the settings' own defaults. Of Dosovitskiy's, MAE's and Swin's
    /// fine-tuning it has what they share, with a rate between theirs at batches of 32 to 1024.
    /// </summary>
    public static TrainingRecipe SmallSetFineTune { get; } = new()
    {
        Name = "fine-tuning on a small set", Source = Mae + "; " + SwinSource, Batch = 32, Epochs = 10, LearningRate = 1e-4, DropPathRate = null, RandomCropMinArea = 0.35,
    };

    /// <summary>
    /// Trains a ViT or ConvViT from scratch on tens of thousands of images; their trainers follow it when they are given neither weights nor a recipe. DeiT's
    /// numbers (AdamW, 5e-4, weight decay 0.05, stochastic depth 0.1, mixup 0.8, cutmix 1, RandAugment, erasing 0.25), but 100 epochs instead of 300, the
    /// rate of 512 images whatever the batch, and each image once.
    /// </summary>
    public static TrainingRecipe SmallSetFromScratch { get; } = new()
    {
        Name = "training from scratch on a small set, after DeiT", Source = Deit, Batch = 128, Epochs = 100, LearningRate = 5e-4, DropPathRate = 0.1,
        RandomCropMinArea = 0.35, RandAugment = StrongAugmentation, RandomErasing = 0.25, Mixup = 0.8, Cutmix = 1,
    };

    /// <summary>
    /// The same for Swin and Swin V2, as their authors train them: stochastic depth 0.2 (that of the tiny size) and gradients clipped at 5; the rest is
    /// <see cref="SmallSetFromScratch"/>.
    /// </summary>
    public static TrainingRecipe SmallSetSwinFromScratch { get; } = SmallSetFromScratch with
    {
        Name = "training from scratch on a small set, after Swin", Source = SwinSource, DropPathRate = 0.2, GradientClipNorm = 5,
    };

    /// <summary>
    /// Fine-tunes MAE's ViT-B: AdamW, learning rate 5e-4 a 256 images, layer decay 0.65, 100 epochs of 1024 images a step, the first 5 of warm-up,
    /// to 1e-6; stochastic depth 0.1, mixup 0.8, cutmix 1, RandAugment, erasing. Reaches 83.6 %.
    /// </summary>
    public static TrainingRecipe MaeFineTuneBase { get; } = new()
    {
        Name = "MAE fine-tuning of ViT-B", Source = Mae, Batch = 1024, Epochs = 100, LearningRate = 5e-4, LearningRateBatch = 256, MinimumLearningRate = 1e-6, WarmupEpochs = 5,
        LayerDecay = 0.65, DropPathRate = 0.1, RandAugment = StrongAugmentation, RandomErasing = 0.25, Mixup = 0.8, Cutmix = 1,
    };

    /// <summary>Fine-tunes MAE's ViT-L: as <see cref="MaeFineTuneBase"/>, with 1e-3 a 256 images, layer decay 0.75, stochastic depth 0.2, 50 epochs. Reaches 85.9 %.</summary>
    public static TrainingRecipe MaeFineTuneLarge { get; } = MaeFineTuneBase with
    {
        Name = "MAE fine-tuning of ViT-L", Epochs = 50, LearningRate = 1e-3, LayerDecay = 0.75, DropPathRate = 0.2,
    };

    /// <summary>Fine-tunes MAE's ViT-H: as <see cref="MaeFineTuneLarge"/>, with stochastic depth 0.3. Reaches 86.9 % at 224 pixels.</summary>
    public static TrainingRecipe MaeFineTuneHuge { get; } = MaeFineTuneLarge with { Name = "MAE fine-tuning of ViT-H", DropPathRate = 0.3 };

    /// <summary>
    /// Fine-tunes ConvMAE's base size: the values of <see cref="MaeFineTuneBase"/> (Gao et al., 2022). Its README warns of losses that are not
    /// finite in half precision.
    /// </summary>
    public static TrainingRecipe ConvMaeFineTuneBase { get; } = MaeFineTuneBase with
    {
        Name = "ConvMAE fine-tuning of the base size", Source = "Gao et al., \"ConvMAE: Masked Convolution Meets Masked Autoencoders\", 2022; github.com/Alpha-VL/ConvMAE, FINETUNE.md",
    };

    /// <summary>
    /// A linear probe of MAE's ViT-B: LARS, learning rate 0.1 a 256 images, 90 epochs of 16,384 images a step, 10 of warm-up, no weight decay; only the
    /// classifier on batch-normalised features of the class token. Crops and flips, nothing else. Reaches 67.8 %.
    /// </summary>
    public static TrainingRecipe MaeLinearProbeBase { get; } = new()
    {
        Name = "MAE linear probe of ViT-B", Source = Mae, Batch = 16384, Epochs = 90, LearningRate = 0.1, LearningRateBatch = 256, WarmupEpochs = 10,
        Optimizer = OptimizerKind.Lars, WeightDecay = 0, LabelSmoothing = 0, ClippedRandomCrop = true, TrainOnly = TrainedPart.Head, ProbeNorm = true,
    };

    /// <summary>A linear probe of MAE's ViT-L or ViT-H: as <see cref="MaeLinearProbeBase"/>, for 50 epochs. Reaches 76.0 % and 77.2 %.</summary>
    public static TrainingRecipe MaeLinearProbeLarge { get; } = MaeLinearProbeBase with { Name = "MAE linear probe of ViT-L or ViT-H", Epochs = 50 };

    /// <summary>
    /// Fine-tunes a Swin of ImageNet-22k, base or large, of 224 or 384 pixels: AdamW, 2e-5 a 512 images (from 2e-8, to 2e-7, all scaled alike), 30 epochs of
    /// 1024 images a step, 5 of warm-up, weight decay 1e-8, gradients clipped at 5, stochastic depth 0.2. Reaches 85.2 % (Swin-B, 224 pixels).
    /// </summary>
    public static TrainingRecipe SwinFineTune { get; } = new()
    {
        Name = "Swin fine-tuning from ImageNet-22k", Source = SwinSource, Batch = 1024, Epochs = 30, LearningRate = 2e-5, LearningRateBatch = 512, ScaleAllRates = true,
        MinimumLearningRate = 2e-7, WarmupEpochs = 5, WarmupLearningRate = 2e-8, WeightDecay = 1e-8, GradientClipNorm = 5, DropPathRate = 0.2,
        RandAugment = StrongAugmentation, RandomErasing = 0.25, Mixup = 0.8, Cutmix = 1,
    };

    /// <summary>Fine-tunes Swin-B of ImageNet-1k from 224 to 384 pixels: as <see cref="SwinFineTune"/>, with stochastic depth 0.5. Reaches 84.5 %.</summary>
    public static TrainingRecipe SwinFineTune384 { get; } = SwinFineTune with { Name = "Swin-B fine-tuning from 224 to 384 pixels", DropPathRate = 0.5 };

    /// <summary>
    /// Fine-tunes a Swin V2 of ImageNet-22k, base or large, from 192 to 256 or 384 pixels: the values of <see cref="SwinFineTune"/>. Reaches
    /// 86.2 % (Swin V2-B, 256 pixels).
    /// </summary>
    public static TrainingRecipe SwinV2FineTune { get; } = SwinFineTune with
    {
        Name = "Swin V2 fine-tuning from ImageNet-22k", Source = "Liu et al., \"Swin Transformer V2\", 2022; github.com/microsoft/Swin-Transformer, configs/swinv2/",
    };

    /// <summary>
    /// Fine-tunes a ViT as its authors did: SGD with momentum 0.9, learning rate 0.01 for 512 images (they tried 0.003 to 0.06), 20,000 steps, which are 8
    /// epochs of ImageNet-1k, 500 of them warm-up; no weight decay, gradients clipped at 1, crops and flips.
    /// </summary>
    public static TrainingRecipe VitFineTuneSgd { get; } = new()
    {
        Name = "ViT fine-tuning with SGD", Source = "Dosovitskiy et al., \"An Image is Worth 16x16 Words\", 2021, appendix B.1.1; github.com/google-research/vision_transformer",
        Batch = 512, Epochs = 8, LearningRate = 0.01, LearningRateBatch = 512, WarmupEpochs = 0.2, Optimizer = OptimizerKind.Sgd, WeightDecay = 0, GradientClipNorm = 1,
        LabelSmoothing = 0, RandomCropMinArea = 0.05,
    };

    /// <summary>
    /// Trains a ViT from scratch as DeiT: AdamW, 5e-4 a 512 images, 300 epochs of 1024 images a step, 5 of warm-up from 1e-6, a cosine by epoch that counts
    /// them, to 1e-5; stochastic depth 0.1, mixup 0.8, cutmix 1, RandAugment, erasing. three
    /// turns of an image in a row. DeiT-S reaches 79.8 %, DeiT-B 81.8 %.
    /// </summary>
    public static TrainingRecipe DeitFromScratch { get; } = new()
    {
        Name = "DeiT from scratch", Source = Deit,
        Batch = 1024, Epochs = 300, LearningRate = 5e-4, LearningRateBatch = 512, MinimumLearningRate = 1e-5, WarmupEpochs = 5, WarmupLearningRate = 1e-6,
        SchedulePerEpoch = true, ScheduleCountsWarmup = true, DropPathRate = 0.1, RandAugment = StrongAugmentation, RandomErasing = 0.25, Mixup = 0.8, Cutmix = 1, AugmentationRepeats = 3,
    };

    /// <summary>
    /// Trains ViT-B/16 from scratch as torchvision: AdamW, 3e-3 for 4096 images a step, weight decay 0.3, 300 epochs, 30 of warm-up from 1e-4, a cosine by
    /// epoch; gradients clipped at 1, smoothing 0.11, mixup 0.2, cutmix 1. three turns of an image in a row. Reaches 81.1 % with
    /// a moving average of the weights (<see cref="TrainingOptions.EmaDecay"/>); RandAugment is timm's here, of the same strength.
    /// </summary>
    public static TrainingRecipe TorchvisionVitFromScratch { get; } = new()
    {
        Name = "torchvision's ViT-B/16 from scratch", Source = "github.com/pytorch/vision, references/classification/README.md",
        Batch = 4096, Epochs = 300, LearningRate = 3e-3, LearningRateBatch = 4096, ScaleAllRates = true, WarmupEpochs = 30, WarmupLearningRate = 0.033 * 3e-3, SchedulePerEpoch = true,
        WeightDecay = 0.3, GradientClipNorm = 1, LabelSmoothing = 0.11, RandAugment = "rand-m9-n2", Mixup = 0.2, Cutmix = 1, AugmentationRepeats = 3,
    };

    /// <summary>
    /// Trains Swin-T or Swin V2-T from scratch: AdamW, 5e-4 a 512 images (from 5e-7, to 5e-6, all scaled alike), 300 epochs of 1024 images a step, 20 of
    /// warm-up, gradients clipped at 5, stochastic depth 0.2, mixup 0.8, cutmix 1, RandAugment, erasing. Reaches 81.2 % (Swin-T).
    /// </summary>
    public static TrainingRecipe SwinTinyFromScratch { get; } = new()
    {
        Name = "Swin-T from scratch", Source = SwinSource, Batch = 1024, Epochs = 300, LearningRate = 5e-4, LearningRateBatch = 512, ScaleAllRates = true,
        MinimumLearningRate = 5e-6, WarmupEpochs = 20, WarmupLearningRate = 5e-7, GradientClipNorm = 5, DropPathRate = 0.2,
        RandAugment = StrongAugmentation, RandomErasing = 0.25, Mixup = 0.8, Cutmix = 1,
    };

    /// <summary>Trains Swin-S or Swin V2-S from scratch: as <see cref="SwinTinyFromScratch"/>, with stochastic depth 0.3. Reaches 83.2 % (Swin-S).</summary>
    public static TrainingRecipe SwinSmallFromScratch { get; } = SwinTinyFromScratch with { Name = "Swin-S from scratch", DropPathRate = 0.3 };

    /// <summary>Trains Swin-B or Swin V2-B from scratch: as <see cref="SwinTinyFromScratch"/>, with stochastic depth 0.5. Reaches 83.5 % (Swin-B).</summary>
    public static TrainingRecipe SwinBaseFromScratch { get; } = SwinTinyFromScratch with { Name = "Swin-B from scratch", DropPathRate = 0.5 };
}
