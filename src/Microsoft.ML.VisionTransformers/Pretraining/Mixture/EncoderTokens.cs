using System.Security.Cryptography;
using TorchSharp;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Pretraining.Mixture;

/// <summary>Tokens of a frozen vision transformer, whose patches are brought into line with those of the network that is trained.</summary>
internal sealed class EncoderTokens : ITokenSource
{
    private readonly VisionNetwork _encoder;
    private readonly ImagePreprocessing _own;
    private readonly ImagePreprocessing _given;

    /// <param name="encoder">With as many patches as the trained network; owned from here on.</param>
    /// <param name="own">How images are normalised for it.</param>
    /// <param name="given">How those are normalised that it gets.</param>
    public EncoderTokens(VisionNetwork encoder, ImagePreprocessing own, ImagePreprocessing given)
    {
        (_encoder, _own, _given) = (encoder, own, given);
        encoder.eval();
        foreach (var parameter in encoder.parameters())
            parameter.requires_grad = false;
    }

    /// <summary>Of all weights: a run that goes on has to be asked for the same tokens.</summary>
    public string Fingerprint
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var (_, weight) in _encoder.state_dict().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                using var scope = NewDisposeScope();
                hash.AppendData(weight.cpu().contiguous().bytes);
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
        }
    }

    public int Width => ((ViTConfiguration)_encoder.Configuration).Dim;

    /// <summary>Loads the encoder.</summary>
    /// <param name="checkpoint">Its weights.</param>
    /// <param name="grid">Patches of the trained network.</param>
    /// <param name="given">How its images are prepared.</param>
    /// <param name="device">Where they are.</param>
    /// <param name="info">Told what was loaded.</param>
    /// <param name="warn">Told of licences that forbid commercial use.</param>
    /// <exception cref="ArgumentException">The weights are not of a plain vision transformer.</exception>
    /// <exception cref="CheckpointMismatchException">The weights do not fit together.</exception>
    public static EncoderTokens Load(Checkpoint checkpoint, PatchGrid grid, ImagePreprocessing given, Device device, Action<string> info, Action<string> warn)
    {
        var architecture = checkpoint.Architecture;
        if (architecture?.Configuration.Classifier is not ViTConfiguration found)
            throw new ArgumentException($"{checkpoint.Path} is {checkpoint.Describe()}. Targets are the tokens of a plain vision transformer: CLIP's image tower, DINO, MAE, or a classifier.");
        // The norm before the classifier, wherever that has its own, is part of the tokens: it is what readers of them see.
        var configuration = found with
        {
            ImageHeight = grid.Rows * found.PatchSize,
            ImageWidth = grid.Columns * found.PatchSize,
            Pooling = found.ClassToken ? ViTPooling.Token : ViTPooling.Average,
            FcNorm = false,
            ProbeNorm = false,
            RepresentationSize = null,
            NumClasses = 0,
            DropRate = 0,
            DropPathRate = 0,
        };
        configuration.Validate();
        var encoder = CheckpointLoader.Create(checkpoint, configuration, 0, () => NetworkFactory.Create(configuration), out var report);
        info($"Frozen encoder {architecture.Name}, for {configuration.ImageHeight}x{configuration.ImageWidth} pixels: {report.Summary}");
        if (LicenceNotice.For(architecture, checkpoint) is { } notice)
            warn(notice);
        return new EncoderTokens(encoder.to(device), architecture.Preprocessing, given);
    }

    public Tensor Tokens(Tensor images)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var tokens = _encoder.forward_features(Prepared(images));                     // [B, P + N, W]
        var prefix = _encoder.PrefixTokens;
        return tokens.narrow(1, prefix, tokens.shape[1] - prefix).MoveToOuterDisposeScope();
    }

    public void Dispose() => _encoder.Dispose();

    /// <summary>The same images as the encoder takes them: its channels, its size, its normalisation.</summary>
    private Tensor Prepared(Tensor images)
    {
        var c = _encoder.Configuration;
        var pixels = images * Channels(_given.Std) + Channels(_given.Mean);           // [B, C, H, W] in 0..1
        if (c.Channels == 1 && images.shape[1] != 1)
            pixels = pixels.mean([1L], true);
        pixels = Rows(images.shape[2], c.ImageHeight).matmul(pixels);                 // [B, C, H', W]
        pixels = pixels.matmul(Rows(images.shape[3], c.ImageWidth).transpose(0, 1));  // [B, C, H', W']
        return (pixels - Channels(_own.Mean)) / Channels(_own.Std);                   // grey becomes three channels here, where it has to

        Tensor Channels(IReadOnlyList<float> values) => PixelTensors.Channels(values).to(images.dtype, images.device);

        Tensor Rows(long from, long to) => tensor(CubicKernel.Weights((int)from, (int)to, PositionResampling.Antialias), [to, from]).to(images.dtype, images.device);
    }
}
