using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

public class TrainingOptionsAugmentationTests
{
    private sealed class Options : TrainingOptions;

    [Fact]
    public void DefaultsAreGentle()
    {
        var augmentation = new Options().Augmentation();
        Assert.Equal(new ImageAugmentation { HorizontalFlip = true, Crop = new RandomResizedCrop(0.35) }, augmentation);
        Assert.Empty(augmentation.Steps(ImagePreprocessing.Squash(8)));
        Assert.Null(augmentation.Erasing);
        var plain = new BatchReader([new TrainingExample(ImageSource.FromImage(new RgbImage(8, 8)), 0)], ImagePreprocessing.Squash(8), new Options().ForTraining(1));
        Assert.Same(plain, new Options().Mixed(plain, 3, 1));
        plain.Dispose();
    }

    [Fact]
    public void StepsComeInTimmsOrder()
    {
        var steps = new Options
        {
            VerticalFlip = true, PadAndCrop = 4, Rotation = 15, RandAugment = "rand-m9", ColorJitter = 0.4, HueJitter = 0.1, RandomGrey = 0.2, RandomBlur = 0.5,
        }.Augmentation().Steps(ImagePreprocessing.Squash(8));
        Assert.Equal(["PadAndCrop", "RandomFlip", "RandomFlip", "RandomRotation", "RandAugment", "ColourJitter", "RandomGrey", "RandomBlur"],
            steps.Select(step => step.GetType().Name));
        Assert.Equal(new RandomFlip(Vertical: false), steps[1]);
        Assert.Equal(new ColourJitter(0.4, 0.4, 0.4, 0.1), steps[5]);
    }

    [Fact]
    public void EverythingTogetherDependsOnTheSeedAloneWhateverTheThreadsAndTheCache()
    {
        var examples = Enumerable.Range(0, 13).Select(i => new TrainingExample(ImageSource.FromImage(Images.PillowResizeTests.Noise(30, 25, i)), i)).ToArray();
        float[] Values(Options options, ImagePreprocessing preprocessing)
        {
            using var reader = new BatchReader(examples, preprocessing, options.ForTraining(3));
            return [.. Enumerable.Range(0, 2).SelectMany(epoch => reader.Read(epoch).SelectMany(batch => batch.Images.data<float>().ToArray()).ToArray())];
        }
        foreach (double crop in new[] { 0.3, 1 })
        {
            Options All(int threads, int cache) => new()
            {
                BatchSize = 4, RandomCropMinArea = crop, RandomInterpolation = true, VerticalFlip = true, PadAndCrop = 2, Rotation = 20,
                RandAugment = "rand-m9-mstd0.5-inc1", ColorJitter = 0.3, HueJitter = 0.1, RandomGrey = 0.3, RandomBlur = 0.3, RandomErasing = 0.5,
                RandomErasingCount = 2, LoaderThreads = threads, CacheMegabytes = cache,
            };
            foreach (var preprocessing in new[] { ImagePreprocessing.Squash(16), ImagePreprocessing.Grey(16) })
            {
                float[] one = Values(All(1, 0), preprocessing);
                Assert.Equal(2 * 13 * preprocessing.Channels * 256, one.Length);
                Assert.Equal(one, Values(All(4, 100), preprocessing));
                Assert.NotEqual(one[..(one.Length / 2)], one[(one.Length / 2)..]);
            }
        }
    }

    public static TheoryData<string, TrainingOptions> Nonsense => new()
    {
        { "RandomCropMaxArea must be in RandomCropMinArea..1", new Options { RandomCropMaxArea = 0.1 } },
        { "RandomCropMinRatio must be above 0", new Options { RandomCropMinRatio = 0 } },
        { "RandomCropMaxRatio must be at least RandomCropMinRatio", new Options { RandomCropMaxRatio = 0.5 } },
        { "PadAndCrop must be", new Options { PadAndCrop = -1 } },
        { "Rotation must be in 0..180", new Options { Rotation = 200 } },
        { "ColorJitter must be", new Options { ColorJitter = double.NaN } },
        { "HueJitter must be in 0..0.5", new Options { HueJitter = 0.6 } },
        { "RandomGrey must be in 0..1", new Options { RandomGrey = 1.1 } },
        { "RandomBlur must be in 0..1", new Options { RandomBlur = -1 } },
        { "RandomErasing must be in 0..1", new Options { RandomErasing = 2 } },
        { "RandomErasingCount must be at least 1", new Options { RandomErasingCount = 0 } },
        { "RandomErasingFill must be", new Options { RandomErasingFill = (ErasingFill)9 } },
        { "AugmentationInterpolation must be", new Options { AugmentationInterpolation = (Interpolation)99 } },
        { "Mixup must be", new Options { Mixup = -0.1 } },
        { "Cutmix must be", new Options { Cutmix = double.PositiveInfinity } },
        { "MixProbability must be in 0..1", new Options { MixProbability = 1.5 } },
        { "MixSwitchProbability must be in 0..1", new Options { MixSwitchProbability = -0.5 } },
        { "RandAugment: 'rand-m9-x' is no RandAugment string", new Options { RandAugment = "rand-m9-x" } },
        { "AutoAugment: 'best' is no AutoAugment policy", new Options { AutoAugment = "best" } },
        { "exclude each other; 2 of them are set", new Options { RandAugment = "rand-m9", TrivialAugment = true } },
    };

    [Theory]
    [MemberData(nameof(Nonsense), DisableDiscoveryEnumeration = true)]
    public void NonsenseIsRefused(string message, TrainingOptions options) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(options.Validate).Message);
}
