using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// ConvMAE's encoder as the backbone of a detector (Gao et al., 2022, with Mask R-CNN): most transformer blocks attend within windows, for
/// images are large, and four maps come out. The defaults are the base size at 1024 pixels.
/// </summary>
public sealed record ConvViTDetectionConfiguration : VisionConfiguration
{
    /// <summary>The base size for square images of 1024 pixels.</summary>
    public ConvViTDetectionConfiguration()
    {
        (ImageHeight, ImageWidth) = (1024, 1024);
    }

    /// <summary>Sizes of the stages. Default the base size.</summary>
    public ConvEncoderSizes Encoder { get; init; } = new();

    /// <summary>Side of a window in tokens; divides both sides of the grid. Default 16, as in the authors' code (their paper says 7).</summary>
    public int WindowSize { get; init; } = 16;

    /// <summary>Transformer blocks, from 0, that attend over the whole image. Default 0, 3, 6 and 10, as the authors' code runs them.</summary>
    public IReadOnlyList<int> GlobalBlocks { get; init; } = [0, 3, 6, 10];

    /// <summary>Epsilon of the transformer's layer norms. Default 1e-6.</summary>
    public double NormEps { get; init; } = 1e-6;

    /// <summary>Stochastic depth of the last block; it grows evenly from 0 in the first. Default 0; the authors train detectors with 0.1.</summary>
    public double DropPathRate { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Family => "ConvViTDetection";

    internal PatchGrid Grid => Encoder.Grid(ImageHeight, ImageWidth);

    internal PatchGrid Window => new(WindowSize, WindowSize);

    /// <inheritdoc/>
    public override long CountParameters()
        => Encoder.CountParameters(Channels, Grid.Count) + Encoder.Heads * (long)(Offsets(Grid).Count + Offsets(Window).Count);

    /// <summary>The offsets between any two places of a grid, which a table of relative positions has a row for.</summary>
    internal static PatchGrid Offsets(PatchGrid grid) => new(2 * grid.Rows - 1, 2 * grid.Columns - 1);

    /// <inheritdoc/>
    public override void Validate()
    {
        ValidateInput();
        var problem = Encoder.Problem(ImageHeight, ImageWidth);
        Require(problem is null, problem!);
        Require(WindowSize > 0 && Grid.Rows % WindowSize == 0 && Grid.Columns % WindowSize == 0,
            $"A grid of {Grid} tokens does not divide into windows of {WindowSize}x{WindowSize}.");
        Require(GlobalBlocks.All(block => block >= 0 && block < Encoder.Depth),
            $"The global blocks {string.Join(", ", GlobalBlocks)} are not all among {Encoder.Depth} blocks, counted from 0.");
        RequireRate(DropPathRate, nameof(DropPathRate));
    }

    internal override torch.nn.Module CreateNetwork(long seed) => new ConvViTDetectionBackbone(this, seed);
}
