namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>How CLIPs were trained and fine-tuned, in numbers. <see cref="ClipContrastiveTrainer.Options"/> begins as <see cref="FineTune"/>.</summary>
public static class ContrastiveRecipes
{
    /// <summary>
    /// Fine-tunes a published CLIP on pairs of one's own, some hundreds to some hundred thousands: AdamW, learning rate 1e-5, weight decay 0.1,
    /// 10 epochs, as <see cref="FinetuneLikeYouPretrain"/>, with the betas and epsilon that CLIP was trained with and half of the way back to the
    /// starting weights (<see cref="ClipContrastiveTrainer.Options.InterpolationAlpha"/>). Lower the rate to 1e-6 where even that loses
    /// too much.
    /// </summary>
    public static ContrastiveRecipe FineTune { get; } = new()
    {
        Name = "CLIP fine-tuning", Source = "the recipe of Finetune Like You Pretrain with CLIP's own AdamW, interpolated as WiSE-FT",
        Batch = 512, Epochs = 10, LearningRate = 1e-5, WarmupFraction = 0.05, WeightDecay = 0.1,
    };

    /// <summary>
    /// Fine-tunes ViT-B/16 with the contrastive loss on ImageNet's classes as captions: AdamW as PyTorch has it (0.999, 1e-8), learning rate 1e-5, weight decay 0.1
    /// (there of all weights; here gains, biases and the logit scale are exempt as ever), 512 pairs a step, 10 epochs, 500 of 25,000 steps warm-up.
    /// </summary>
    public static ContrastiveRecipe FinetuneLikeYouPretrain { get; } = FineTune with
    {
        Name = "Finetune Like You Pretrain", Source = "Goyal et al., 2023; github.com/locuslab/FLYP, README.md and src/models/flyp_loss.py",
        WarmupFraction = 0.02, Beta2 = 0.999, Epsilon = 1e-8, DecayPositions = true, InterpolationAlpha = 1,
    };

    /// <summary>
    /// Trains from random weights as OpenAI: AdamW (0.9, 0.98, 1e-6), learning rate 5e-4 (for ViT-B; 4e-4 for ViT-L), weight decay 0.2 of all but gains and biases, 32,768 pairs
    /// a step, 32 epochs of 400 million pairs, 2,000 steps of warm-up.
    /// </summary>
    public static ContrastiveRecipe OpenAI { get; } = new()
    {
        Name = "CLIP from scratch, OpenAI", Source = "Radford et al., \"Learning Transferable Visual Models From Natural Language Supervision\", 2021, section 2.5 and table 18",
        Batch = 32768, Epochs = 32, LearningRate = 5e-4, WarmupFraction = 0.005, WeightDecay = 0.2, DecayPositions = true,
    };

    /// <summary>
    /// Trains from random weights with open_clip's defaults: as <see cref="OpenAI"/>, but that the position tables are not decayed. Its 10,000 steps
    /// of warm-up are a tenth here, which suits sets far smaller than those it is for.
    /// </summary>
    public static ContrastiveRecipe FromScratch { get; } = OpenAI with
    {
        Name = "CLIP from scratch, open_clip", Source = "github.com/mlfoundations/open_clip, src/open_clip_train/params.py and optim.py",
        WarmupFraction = 0.1, DecayPositions = false,
    };
}
