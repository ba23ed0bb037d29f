using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
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
            var actual = Compute(ImageDecoder.Decode(path), pipeline, (string?)fixture.Sidecar["images"]?[image]?["mode"], fixture.Shape(name));
            comparison.Check(name, actual, Allowed(pipeline));
        }
    }

    private static Tolerance Allowed(string pipeline)
    {
        if (pipeline.Contains("_sum_"))
            return new Tolerance(0.05, 1e-6);    // What all values of an image may be off together.
        return pipeline.Contains("uint8") ? new Tolerance(1.0001 / 255) : s_exact; // Halves are rounded by the last bit of the sum.
    }

    private static Tensor Compute(RgbImage image, string pipeline, string? mode, IReadOnlyList<long> shape)
    {
        if (Regex.Match(pipeline, "^pil_resize_rgb_(?<kernel>[a-z]+)_") is { Success: true } resize)
        {
            var kernel = Enum.Parse<Interpolation>(resize.Groups["kernel"].Value, ignoreCase: true);
            return PixelsOf.Tensor(PillowResize.Resize(image, (int)shape[1], (int)shape[0], kernel));
        }
        if (Regex.Match(pipeline, @"^torchvision_tensor_(?<kernel>.+)_(?<size>\d+)$") is { Success: true } floating)
            return OnTensor(image, floating.Groups["kernel"].Value, int.Parse(floating.Groups["size"].Value));

        var match = Regex.Match(pipeline, @"^(?<recipe>.+?)_(?<size>\d+)(?<part>_first_channel_rows_0_8|_sum_per_channel)?$");
        var size = int.Parse(match.Groups["size"].Value);
        var values = new float[3 * size * size];
        Recipe(match.Groups["recipe"].Value, size, mode).Apply(image, values);
        var pixels = tensor(values, [3L, size, size]);
        return match.Groups["part"].Value switch
        {
            "_first_channel_rows_0_8" => pixels[0].narrow(0, 0, 8),
            "_sum_per_channel" => pixels.to(ScalarType.Float64).sum([1L, 2L]),
            _ => pixels,
        };
    }

    private static ImagePreprocessing Recipe(string name, int size, string? mode)
    {
        var imageNet = new ImagePreprocessing { Width = size, Height = size };
        var clip = imageNet with { Resize = size, Mean = ImagePreprocessing.ClipMean, Std = ImagePreprocessing.ClipStd };
        return name switch
        {
            // OpenAI resizes before it converts to RGB, and Pillow resizes a palette image by taking the nearest pixel.
            "openai_clip" => clip with { Interpolation = mode == "P" ? Interpolation.Nearest : Interpolation.Bicubic },
            "hf_clip" => clip with { CropOffset = CropOffset.Floor },
            "swin_official_eval" => imageNet with { Resize = (int)(256 / 224.0 * size) },
            "flagai_swinv2_eval" => imageNet with { Resize = 0, ResizeMode = ResizeMode.Square, Interpolation = Interpolation.Bilinear },
            "hf_vit_squash_bicubic" => imageNet with { Resize = 0, ResizeMode = ResizeMode.Square },
            _ => throw new NotSupportedException($"The pipeline '{name}' is not known."),
        };
    }

    /// <summary>torchvision on float tensors: no rounding between the passes, and squashed to a square.</summary>
    private static Tensor OnTensor(RgbImage image, string kernel, int size)
    {
        var pixels = PixelsOf.Tensor(image);                                           // [H, W, 3]
        var (from, to) = (new PatchGrid(image.Height, image.Width), new PatchGrid(size, size));
        Tensor resized;                                                                // [1, size * size, 3]
        if (kernel.StartsWith("bicubic_antialias", StringComparison.Ordinal))
        {
            resized = PositionEmbedding.Resample(pixels.view(1, from.Count, 3), 0, from, to, PositionResampling.Antialias);
        }
        else
        {
            var antialias = kernel.StartsWith("bilinear_antialias", StringComparison.Ordinal);
            var columns = LinearWeights(from.Columns, size, antialias)
                .mm(pixels.transpose(0, 1).reshape(from.Columns, from.Rows * 3)).view(size, from.Rows, 3);
            resized = LinearWeights(from.Rows, size, antialias)
                .mm(columns.transpose(0, 1).reshape(from.Rows, size * 3)).view(1, to.Count, 3);
        }
        if (kernel.EndsWith("uint8", StringComparison.Ordinal))
            resized = resized.round();
        return resized.view(size, size, 3).permute(2, 0, 1) / 255;
    }

    private static Tensor LinearWeights(int input, int output, bool antialias)
    {
        var weights = new float[output, input];
        var scale = (double)input / output;
        var stretch = antialias ? Math.Max(scale, 1) : 1;
        for (var row = 0; row < output; row++)
        {
            // The triangle around the sampled point; without antialiasing the point is kept inside the image instead of the weights cut.
            var center = (row + 0.5) * scale - 0.5;
            if (!antialias)
                center = Math.Clamp(center, 0, input - 1);
            var triangle = Enumerable.Range(0, input).Select(i => Math.Max(0, 1 - Math.Abs(i - center) / stretch)).ToArray();
            for (var i = 0; i < input; i++)
                weights[row, i] = (float)(triangle[i] / triangle.Sum());
        }
        return tensor(weights);
    }
}
