using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Cuts an image into square patches and projects each to a token. The weight is that of a convolution whose stride is its kernel; since
/// such patches never overlap, it is applied as one matrix product, which hands out contiguous tokens.
/// </summary>
internal sealed class PatchEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d proj;
    private readonly TokenNorm? norm;
    private readonly long _channels;
    private readonly int _patch;

    /// <param name="channels">Channels of the image.</param>
    /// <param name="patch">Side of a patch in pixels.</param>
    /// <param name="dim">Width of a token.</param>
    /// <param name="bias">Whether the projection has a bias.</param>
    /// <param name="normEps">Epsilon of a norm after the projection; null for none.</param>
    public PatchEmbedding(long channels, int patch, long dim, bool bias = true, double? normEps = null) : base(nameof(PatchEmbedding))
    {
        // By position: TorchSharp's versions name the arguments differently.
        proj = nn.Conv2d(channels, dim, patch, patch, 0, 1, PaddingModes.Zeros, 1, bias);
        norm = normEps is { } eps ? new TokenNorm(dim, eps) : null;
        (_channels, _patch) = (channels, patch);
        RegisterComponents();
    }

    /// <summary>The grid of an image; sides that don't divide into patches are refused.</summary>
    public PatchGrid Grid(Tensor images) => Grid(images, _channels, _patch);

    public override Tensor forward(Tensor images)
    {
        var tokens = Project(images, proj.weight!, proj.bias);
        if (norm is null)
            return tokens;
        using (tokens)
            return norm.call(tokens);
    }

    /// <inheritdoc cref="Grid(Tensor)"/>
    public static PatchGrid Grid(Tensor images, long channels, long patch)
    {
        var shape = images.shape;
        if (shape.Length != 4 || shape[1] != channels)
            throw new ArgumentException($"Images are [batch, {channels}, height, width]; these are [{string.Join(", ", shape)}].");
        if (shape[2] % patch != 0 || shape[3] % patch != 0)
            throw new ArgumentException($"An image of {shape[2]}x{shape[3]} does not divide into patches of {patch}x{patch}.");
        return new PatchGrid((int)(shape[2] / patch), (int)(shape[3] / patch));
    }

    /// <summary>The tokens of images under the weight of such a convolution, [D, C, p, p].</summary>
    public static Tensor Project(Tensor images, Tensor weight, Tensor? bias)
    {
        var (dim, channels, patch) = (weight.shape[0], weight.shape[1], weight.shape[2]);
        var (rows, columns) = Grid(images, channels, patch);
        var batch = images.shape[0];
        using var scope = NewDisposeScope();
        var patches = images                                                              // [B, C, H, W]
            .reshape(batch, channels, rows, patch, columns, patch)
            .permute(0, 2, 4, 1, 3, 5)                                                    // [B, R, C', C, p, p]
            .reshape(batch, rows * columns, channels * patch * patch);                    // [B, N, C*p*p]
        var kernel = weight.view(dim, channels * patch * patch);                          // [D, C*p*p]
        return Autocast.Full(Autocast.Linear(patches, kernel, bias)).MoveToOuterDisposeScope(); // [B, N, D]
    }
}
