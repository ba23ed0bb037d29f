using System.Reflection;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

public class RecipesTests
{
    public static TheoryData<string> Names => [.. typeof(Recipes).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void AllAreWithinTheRangesOfTheOptions(string name)
    {
        var recipe = Named(name);
        var options = new VisionTransformerTrainer.Options { Recipe = recipe, BatchSize = recipe.Batch };
        options.Check(new MulticlassEvaluatorMetrics());
        Assert.Same(recipe, options.Recipe);
        Assert.NotEmpty(recipe.Source);
    }

    [Theory] // The rates at the published batch, as the papers and programs print them.
    [InlineData(nameof(Recipes.MaeFineTuneBase), 0, 2e-3, 1e-6)]
    [InlineData(nameof(Recipes.MaeFineTuneLarge), 0, 4e-3, 1e-6)]
    [InlineData(nameof(Recipes.MaeFineTuneHuge), 0, 4e-3, 1e-6)]
    [InlineData(nameof(Recipes.ConvMaeFineTuneBase), 0, 2e-3, 1e-6)]
    [InlineData(nameof(Recipes.MaeLinearProbeBase), 0, 6.4, 0)]
    [InlineData(nameof(Recipes.SwinFineTune), 4e-8, 4e-5, 4e-7)]
    [InlineData(nameof(Recipes.SwinTinyFromScratch), 1e-6, 1e-3, 1e-5)]
    [InlineData(nameof(Recipes.DeitFromScratch), 1e-6, 1e-3, 1e-5)]
    [InlineData(nameof(Recipes.VitFineTuneSgd), 0, 0.01, 0)]
    [InlineData(nameof(Recipes.TorchvisionVitFromScratch), 9.9e-5, 3e-3, 0)]
    public void TheRatesAreThePublishedOnes(string name, double first, double peak, double last)
    {
        var recipe = Named(name);
        var options = new VisionTransformerTrainer.Options { Recipe = recipe, BatchSize = recipe.Batch / 8, GradientAccumulation = 8 };
        var schedule = new TrainingSchedule(options, stepsPerEpoch: 100);
        Assert.Equal(first, schedule.At(0), 1e-12);
        Assert.Equal(peak, schedule.Peak, 1e-12);
        // The last step of the first epoch after the end.
        Assert.Equal(last, schedule.At(100L * recipe.Epochs), 1e-12);
    }

    [Fact]
    public void TheRateFollowsTheBatch()
    {
        var options = new VisionTransformerTrainer.Options { Recipe = Recipes.MaeFineTuneBase, BatchSize = 32 };
        Assert.Equal(6.25e-5, new TrainingSchedule(options, 10).Peak, 1e-18);
    }

    [Fact]
    public void WhatIsSetAfterwardsStays()
    {
        var options = new VisionTransformerTrainer.Options { MaxEpochs = 7, BatchSize = 64, Recipe = Recipes.SwinFineTune, DropPathRate = 0.1 };
        Assert.Equal((30, 64, 0.1, 5.0), (options.MaxEpochs, options.BatchSize, options.DropPathRate, options.GradientClipNorm));
    }

    [Fact]
    public void ARecipeLeavesNothingOfTheOneBefore()
    {
        var options = new VisionTransformerTrainer.Options { Recipe = Recipes.MaeLinearProbeBase };
        Assert.Equal((OptimizerKind.Lars, TrainedPart.Head, true), (options.Optimizer, options.TrainOnly, options.ProbeNorm));
        (options.AutoAugment, options.RandomCropMaxArea, options.RandomCropMinRatio, options.RandomCropMaxRatio) = ("original", 0.5, 1, 1);
        options.Recipe = Recipes.DeitFromScratch;
        var fresh = new VisionTransformerTrainer.Options { Recipe = Recipes.DeitFromScratch };
        Assert.All(options.GetType().GetFields(), field => Assert.Equal(field.GetValue(fresh), field.GetValue(options)));
    }

    [Fact]
    public void MaesValuesAreThoseOfItsInstructions()
    {
        var options = new VisionTransformerTrainer.Options { Recipe = Recipes.MaeFineTuneLarge };
        Assert.Equal((50, 5.0, 0.75, 0.05, 0.2), (options.MaxEpochs, options.WarmupEpochs, options.LayerDecay, options.WeightDecay, options.DropPathRate));
        Assert.Equal((0.8, 1.0, 1.0, 0.5, 0.1), (options.Mixup, options.Cutmix, options.MixProbability, options.MixSwitchProbability, options.LabelSmoothing));
        Assert.Equal(("rand-m9-mstd0.5-inc1", 0.25, 0.08), (options.RandAugment, options.RandomErasing, options.RandomCropMinArea));
        Assert.Null(options.GradientClipNorm);
    }

    [Fact]
    public void WithoutARecipeWeightsAreFineTunedByTheSettingsDefaults()
    {
        var options = new ViTTrainer.Options { Weights = "some.pth", MaxEpochs = 3 }.Completed();
        Assert.Same(Recipes.SmallSetFineTune, options.Recipe);
        var fresh = new ViTTrainer.Options { Weights = "some.pth", MaxEpochs = 3 };
        Assert.All(options.GetType().GetFields(), field => Assert.Equal(field.GetValue(fresh), field.GetValue(options)));
    }

    [Fact]
    public void WithoutARecipeAndWeightsTrainingStartsFromScratch()
    {
        var settings = new ViTTrainer.Options { LearningRate = 1e-3, Mixup = 0.2, BatchSize = 64 };
        var options = settings.Completed();
        Assert.Same(Recipes.SmallSetFromScratch, options.Recipe);
        Assert.Equal((1e-3, 0.2, 64), (options.LearningRate, options.Mixup, options.BatchSize)); // set by the user
        Assert.Equal((100, 1.0, 0.1, 0.25), (options.MaxEpochs, options.Cutmix, options.DropPathRate, options.RandomErasing));
        Assert.Equal(("rand-m9-mstd0.5-inc1", 0.35), (options.RandAugment, options.RandomCropMinArea));
        Assert.Equal((10, null), (settings.MaxEpochs, settings.Recipe)); // the user's own object stays
        Assert.Equal(1e-3, new TrainingSchedule(options, 100).Peak, 1e-12); // whatever the batch
        options.Check(new MulticlassEvaluatorMetrics());

        var policy = new ViTTrainer.Options { AutoAugment = "original" }.Completed();
        Assert.Null(policy.RandAugment);
        Assert.DoesNotContain(policy.Taken, setting => setting.StartsWith("RandAugment", StringComparison.Ordinal));
        Assert.Equal(5, new SwinTrainer.Options().Completed().GradientClipNorm);
        Assert.Same(Recipes.SmallSetSwinFromScratch, new SwinV2Trainer.Options().Completed().Recipe);
    }

    [Fact]
    public void WhatIsTakenFromARecipeThatNobodyNamedIsListed()
    {
        // MaxEpochs has been set, but to what it was.
        var taken = new ViTTrainer.Options { MaxEpochs = 10, LearningRate = 1e-3, Mixup = 0.2 }.Completed().Taken;
        Assert.Equal(["Cutmix 0 -> 1", "DropPathRate null -> 0.1", "DropRate null -> 0", "MaxEpochs 10 -> 100", "RandAugment null -> rand-m9-mstd0.5-inc1", "RandomErasing 0 -> 0.25"],
            taken.Order(StringComparer.Ordinal));
        Assert.Empty(new ViTTrainer.Options { Weights = "some.pth" }.Completed().Taken);
        Assert.Empty(new ViTTrainer.Options { Recipe = Recipes.SmallSetFromScratch }.Completed().Taken);
    }

    [Fact]
    public void ARecipeThatIsNamedOrDeclinedIsNotReplaced()
    {
        var declined = new ViTTrainer.Options { Recipe = null }.Completed();
        Assert.Null(declined.Recipe);
        Assert.Equal((10, 0.0), (declined.MaxEpochs, declined.Mixup));
        // A value that new options have too stays when it is set after the recipe.
        var named = new ViTTrainer.Options { Recipe = Recipes.SmallSetFromScratch, MaxEpochs = 10, Mixup = 0 }.Completed();
        Assert.Equal((10, 0.0, 1.0), (named.MaxEpochs, named.Mixup, named.Cutmix));
    }

    [Fact]
    public void TheWarmUpShortensWithTheEpochs()
    {
        Assert.Equal(0.5, new ViTTrainer.Options { Recipe = Recipes.MaeFineTuneBase, MaxEpochs = 10 }.Completed().WarmupEpochs);
        Assert.Equal(5, new ViTTrainer.Options { Recipe = Recipes.MaeFineTuneBase, MaxEpochs = 200 }.Completed().WarmupEpochs);
        Assert.Equal(2, new ViTTrainer.Options { Recipe = Recipes.MaeFineTuneBase, MaxEpochs = 10, WarmupEpochs = 2 }.Completed().WarmupEpochs);
        var two = new ViTTrainer.Options { Recipe = Recipes.MaeLinearProbeBase, MaxEpochs = 2 }.Completed();
        two.Check(new MulticlassEvaluatorMetrics());
    }

    private static TrainingRecipe Named(string name) => (TrainingRecipe)typeof(Recipes).GetProperty(name)!.GetValue(null)!;
}
