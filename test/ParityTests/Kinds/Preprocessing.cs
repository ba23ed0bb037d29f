using Microsoft.ML.VisionTransformers.Images;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>Pillow's resize, centre crop and normalisation of one image.</summary>
internal sealed class Preprocessing : IFixtureKind
{
    public bool Runs(string family) => family == "preprocess";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var config = fixture.Config;
        var crop = (int)config["crop"]!;
        var preprocessing = new ImagePreprocessing
        {
            Width = crop,
            Height = crop,
            Resize = (int)config["resize"]!,
            ResizeMode = (string)config["resize_mode"]! == "square" ? ResizeMode.Square : ResizeMode.ShortestEdge,
            Interpolation = Enum.Parse<Interpolation>((string)config["interpolation"]!, ignoreCase: true),
            Mean = [.. config["mean"]!.AsArray().Select(value => (float)value!)],
            Std = [.. config["std"]!.AsArray().Select(value => (float)value!)],
        };
        var image = PixelsOf.Fixture(fixture, "input/rgb_hwc");
        var cropped = preprocessing.ResizeAndCrop(image);
        comparison.Check("intermediate/cropped_hwc", PixelsOf.Tensor(cropped), new Tolerance(0));

        var (height, width) = ((int)fixture.Shape("intermediate/resized_hwc")[0], (int)fixture.Shape("intermediate/resized_hwc")[1]);
        comparison.Check("intermediate/resized_hwc",
            PixelsOf.Tensor(PillowResize.Resize(image, width, height, preprocessing.Interpolation)), new Tolerance(0));

        var values = new float[3 * crop * crop];
        preprocessing.Apply(image, values);
        comparison.Check("output/pixel_values", tensor(values));
    }
}
