using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Augmentation.Operations;
using Microsoft.ML.VisionTransformers.Augmentation.Policies;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Augmentation.Policies;

/// <summary>Arguments at magnitude 9 and others, by timm's own formulas; the pixels are <see cref="Operations.RecordedPicturesTests"/>' affair.</summary>
public class TimmOperationsTests
{
    private static readonly Rgb s_fill = new(124, 116, 104);
    private static readonly Canvas s_canvas = new(Interpolation.Bicubic, s_fill);
    private static readonly RgbImage s_photo = ImageDecoder.Decode(Repository.Asset("Augmentation", "photo.png"));

    [Fact]
    public void ScalesAreTimms()
    {
        Same("Posterize", 0.9, PointOperations.Posterize(s_photo, 3));
        Same("PosterizeIncreasing", 0.9, PointOperations.Posterize(s_photo, 1));
        Same("PosterizeOriginal", 0.6, PointOperations.Posterize(s_photo, 6));
        Same("Solarize", 0.9, PointOperations.Solarize(s_photo, 230));
        Same("SolarizeIncreasing", 0.9, PointOperations.Solarize(s_photo, 26));
        Same("SolarizeAdd", 0.9, PointOperations.SolarizeAdd(s_photo, 99));
        Same("SolarizeAdd", 2, PointOperations.SolarizeAdd(s_photo, 128));
        Same("Color", 0.5, s_photo);
        Same("Color", 0.9, Enhancement.Colour(s_photo, 1.72));
        Same("Contrast", 0, Enhancement.Contrast(s_photo, 0.1));
        Same("Brightness", 1, Enhancement.Brightness(s_photo, 1.9));
        Same("SharpnessIncreasing", -0.9, Enhancement.Sharpness(s_photo, 1 - 0.81));
        Same("BrightnessIncreasing", 0.9, Enhancement.Brightness(s_photo, 1.81));
        Same("ContrastIncreasing", -2, Enhancement.Contrast(s_photo, 0.1));
        Same("Rotate", -0.9, AffineTransform.Rotate(s_photo, -27, Interpolation.Bicubic, s_fill));
        Same("ShearX", 0.5, AffineTransform.Apply(s_photo, AffineMatrix.ShearX(0.15), Interpolation.Bicubic, s_fill));
        Same("ShearY", -1, AffineTransform.Apply(s_photo, AffineMatrix.ShearY(-0.3), Interpolation.Bicubic, s_fill));
        Same("TranslateXRel", 1, AffineTransform.Apply(s_photo, AffineMatrix.Translation(0.45 * 41, 0), Interpolation.Bicubic, s_fill));
        Same("TranslateYRel", -1, AffineTransform.Apply(s_photo, AffineMatrix.Translation(0, -0.45 * 30), Interpolation.Bicubic, s_fill));
        Same("Desaturate", 1, Enhancement.Grey(s_photo));
        Same("GaussianBlur", 1, GaussianBlur.Apply(s_photo, 2));
    }

    [Fact]
    public void EveryNameOfTheTablesIsKnown()
    {
        var names = RandAugmentSets.Original.Concat(RandAugmentSets.Increasing).Concat(RandAugmentSets.Three)
            .Concat(RandAugmentSets.Weighted.Select(row => row.Operation)).Concat(RandAugmentSets.WeightedThree.Select(row => row.Operation))
            .Concat(AutoAugmentTables.EfficientNet("Posterize").SelectMany(row => row.Select(step => step.Operation)))
            .Concat(AutoAugmentTables.Three().SelectMany(row => row.Select(step => step.Operation)));
        Assert.All(names, name => TimmOperations.Get(name));
        var torchvisions = new[] { AutoAugmentTables.ImageNet("Posterize"), AutoAugmentTables.Cifar10(), AutoAugmentTables.Svhn() };
        Assert.All(torchvisions, table => Assert.Equal(25, table.Length));
        Assert.All(torchvisions.SelectMany(table => table.SelectMany(row => row)), step => TorchvisionOperations.AutoAugment.Get(step.Operation));
    }

    [Fact]
    public void DirectionsAreHalfAndHalf()
    {
        var (left, right) = (TimmOperations.Get("Rotate"), AffineTransform.Rotate(s_photo, 27, Interpolation.Bicubic, s_fill).Pixels);
        int turned = 0;
        var random = new SeededRandom(5);
        for (int i = 0; i < 200; i++)
            turned += left.Run(s_photo, 0.9, s_canvas, ref random).Pixels.AsSpan().SequenceEqual(right) ? 1 : 0;
        Assert.InRange(turned, 75, 125);
    }

    private static void Same(string operation, double strength, RgbImage expected)
    {
        var random = new SeededRandom(1);
        Assert.Equal(expected.Pixels, TimmOperations.Get(operation).Apply(s_photo, strength, s_canvas, ref random).Pixels);
    }
}
