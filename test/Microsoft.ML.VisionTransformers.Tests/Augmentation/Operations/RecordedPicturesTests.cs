using System.Globalization;
using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Augmentation.Operations;
using Microsoft.ML.VisionTransformers.Augmentation.Policies;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Augmentation.Operations;

/// <summary>All operations, compared pixel by pixel with what Pillow and torchvision made of the same pictures (test/Assets/Augmentation/record.py).</summary>
public class RecordedPicturesTests
{
    private static readonly Rgb s_fill = new(124, 116, 104);

    /// <summary>SOURCE_OPERATION_ARGUMENT_ARGUMENT.</summary>
    public static TheoryData<string> Cases => [.. Directory.EnumerateFiles(Repository.Asset("Augmentation"), "*_*.png").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AreTheRecordedOnesToTheBit(string name)
    {
        var parts = name.Split('_');
        var source = Read(parts[0]);
        byte[] before = [.. source.Pixels];
        var (expected, actual) = (Read(name), Run(source, parts[1], parts[2..]));
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.Equal(expected.Pixels, actual.Pixels);
        Assert.Equal(before, source.Pixels);
    }

    [Fact]
    public void KernelsThatOnlyResizeAreRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AffineTransform.Apply(Read("tiny"), AffineMatrix.ShearX(1), Interpolation.Lanczos, s_fill));

    private static RgbImage Read(string name) => ImageDecoder.Decode(Repository.Asset("Augmentation", name + ".png"));

    private static RgbImage Run(RgbImage image, string operation, string[] arguments)
    {
        double Number(int i) => double.Parse(arguments[i], CultureInfo.InvariantCulture);
        Interpolation Method() => Enum.Parse<Interpolation>(arguments[^1], ignoreCase: true);
        return operation switch
        {
            "invert" => PointOperations.Invert(image),
            "solarize" => PointOperations.Solarize(image, Number(0)),
            "solarizeadd" => PointOperations.SolarizeAdd(image, (int)Number(0)),
            "posterize" => PointOperations.Posterize(image, (int)Number(0)),
            "autocontrast" => HistogramOperations.AutoContrast(image),
            "equalize" => HistogramOperations.Equalize(image),
            "grey" => Enhancement.Grey(image),
            "brightness" => Enhancement.Brightness(image, Number(0)),
            "contrast" => Enhancement.Contrast(image, Number(0)),
            "colour" => Enhancement.Colour(image, Number(0)),
            "sharpness" => Enhancement.Sharpness(image, Number(0)),
            "hue" => HueShift.Apply(image, Number(0)),
            "blur" => GaussianBlur.Apply(image, Number(0)),
            "shearx" => AffineTransform.Apply(image, AffineMatrix.ShearX(Number(0)), Method(), s_fill),
            "sheary" => AffineTransform.Apply(image, AffineMatrix.ShearY(Number(0)), Method(), s_fill),
            "translate" => AffineTransform.Apply(image, AffineMatrix.Translation(Number(0), Number(1)), Method(), s_fill),
            "rotate" => AffineTransform.Rotate(image, Number(0), Method(), s_fill),
            "mirror" => Flips.Horizontal(image),
            "flip" => Flips.Vertical(image),
            "torchvision10" => Torchvision(TorchvisionOperations.AutoAugment),
            "torchvision31" => Torchvision(TorchvisionOperations.Wide),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Unknown."),
        };

        RgbImage Torchvision(TorchvisionOperations known)
        {
            var found = known.Get(arguments[0]);
            var random = new SeededRandom(1);
            return found.Apply(image, found.Signed ? Number(1) * Number(2) : Number(1), new Canvas(Interpolation.Nearest, default), ref random);
        }
    }
}
