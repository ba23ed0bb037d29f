using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>Images from files through the preprocessing of several publishers; names are <c>image/pipeline_size</c>.</summary>
internal sealed class ImagePipelines : IFixtureKind
{
    // Pipelines through Pillow are exact to the bit before they are normalised.
    private static readonly Tolerance s_exact = new(1e-5);

    public bool Runs(string family) => family == "image preprocessing";

    public void Run(Fixture fixture, Comparison comparison)
    {
        foreach (var name in fixture.Names)
        {
            var (image, pipeline) = (name.Split('/')[0], name.Split('/')[1]);
            var path = Path.Combine(fixture.Folder, "images", image + ".png");
            var actual = Compute(ImageDecoder.Decode(path), pipeline, fixture.Shape(name));
            comparison.Check(name, actual, Allowed(pipeline));
        }
    }

    private static Tolerance Allowed(string pipeline)
    {
        if (pipeline.Contains("_sum_"))
            return new Tolerance(0.05, 1e-6);    // What all values of an image may be off together.
        return pipeline.Contains("uint8") ? new Tolerance(1.0001 / 255) : s_exact; // Halves are rounded by the last bit of the sum.
    }

    private static Tensor Compute(RgbImage image, string pipeline, IReadOnlyList<long> shape)
    {
        if (Regex.Match(pipeline, "^pil_resize_rgb_(?<kernel>[a-z]+)_") is { Success: true } resize)
            return PixelsOf.Tensor(PillowResize.Resize(image, (int)shape[1], (int)shape[0], Kernel(resize)));

        var match = Regex.Match(pipeline, @"^(?<recipe>.+?)_(?<size>\d+)(?<part>_first_channel_rows_0_8|_sum_per_channel)?$");
        var size = int.Parse(match.Groups["size"].Value);
        var values = new float[3 * size * size];
        Recipe(match.Groups["recipe"].Value, size).Apply(image, values);
        var pixels = tensor(values, [3L, size, size]);
        return match.Groups["part"].Value switch
        {
            "_first_channel_rows_0_8" => pixels[0].narrow(0, 0, 8),
            "_sum_per_channel" => pixels.to(ScalarType.Float64).sum([1L, 2L]),
            _ => pixels,
        };
    }

    private static ImagePreprocessing Recipe(string name, int size)
    {
        var imageNet = new ImagePreprocessing { Width = size, Height = size };
        var squash = imageNet with { Resize = 0, ResizeMode = ResizeMode.Square };
        var clip = imageNet with { Resize = size, Mean = ImagePreprocessing.ClipMean, Std = ImagePreprocessing.ClipStd };
        if (Regex.Match(name, "^torchvision_tensor_(?<kernel>[a-z]+)_(?<antialias>antialias|noantialias)_(?<type>float|uint8)$") is { Success: true } tensor)
        {
            return squash with
            {
                Interpolation = Kernel(tensor),
                Antialias = tensor.Groups["antialias"].Value == "antialias",
                Rounding = tensor.Groups["type"].Value == "float" ? ResampleRounding.Never : ResampleRounding.Once,
                Mean = [0, 0, 0],
                Std = [1, 1, 1],
            };
        }
        return name switch
        {
            "openai_clip" => clip with { ColourConversion = ColourConversion.AfterResize },
            "hf_clip" => clip with { CropOffset = CropOffset.Floor },
            "swin_official_eval" => imageNet with { Resize = (int)(256 / 224.0 * size) },
            "flagai_swinv2_eval" => squash with { Interpolation = Interpolation.Bilinear },
            "hf_vit_squash_bicubic" => squash,
            _ => throw new NotSupportedException($"The pipeline '{name}' is not known."),
        };
    }

    private static Interpolation Kernel(Match match) => Enum.Parse<Interpolation>(match.Groups["kernel"].Value, ignoreCase: true);
}
