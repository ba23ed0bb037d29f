using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

/// <summary>A tiny network of a family, with dropout and stochastic depth where the family has them, and one batch's loss.</summary>
internal sealed class TinyFamily : IDisposable
{
    private static readonly ConvEncoderSizes s_convolutional = new()
    {
        Stage1 = new() { PatchSize = 2, Dim = 8, Depth = 2 }, Stage2 = new() { Dim = 12, Depth = 2 }, Dim = 16, Depth = 2, Heads = 2,
    };

    private readonly Func<nn.Module, Tensor> _loss;

    private TinyFamily(nn.Module network, Func<nn.Module, Tensor> loss)
    {
        (Network, _loss) = (network, loss);
        // First values are chosen so that heads and, in Swin V2, blocks say nothing; then there is little to compare.
        using var guard = no_grad();
        using var generator = new Generator(7);
        foreach (var parameter in network.parameters().Where(parameter => parameter.requires_grad))
        {
            using var noise = randn(parameter.shape, generator: generator).mul_(0.1);
            parameter.add_(noise);
        }
    }

    public static TheoryData<string> All => ["ViT", "ViT with all parts", "Swin", "SwinV2", "ConvViT", "MAE", "ConvMAE", "FastConvMAE", "CLIP"];

    public nn.Module Network { get; }

    public static TinyFamily Create(string name, double dropout = 0.1) => name switch
    {
        "ViT" => Classifier(new ViTConfiguration
        {
            ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 16, Depth = 3, Heads = 2, NumClasses = 5, DropPathRate = 0.4, DropRate = dropout,
        }),
        "ViT with all parts" => Classifier(new ViTConfiguration
        {
            ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 16, Depth = 3, Heads = 2, NumClasses = 5, DropPathRate = 0.4, DropRate = dropout,
            AttentionDropRate = dropout, QkNorm = true, LayerScale = 0.5, RegisterTokens = 2, PreNorm = true, Activation = Activation.QuickGelu,
        }),
        "Swin" => Classifier(new SwinConfiguration
        {
            ImageHeight = 32, ImageWidth = 32, EmbedDim = 8, Depths = [2, 2], Heads = [2, 4], WindowSize = 4, NumClasses = 5, DropPathRate = 0.4,
            DropRate = dropout, AbsolutePositions = true,
        }),
        "SwinV2" => Classifier(new SwinV2Configuration
        {
            ImageHeight = 32, ImageWidth = 32, EmbedDim = 8, Depths = [2, 2], Heads = [2, 4], WindowSize = 4, NumClasses = 5, DropPathRate = 0.4,
            DropRate = dropout, AttentionDropRate = dropout,
        }),
        "ConvViT" => Classifier(new ConvViTConfiguration
        {
            ImageHeight = 32, ImageWidth = 32, Encoder = s_convolutional, NumClasses = 5, DropPathRate = 0.4, DropRate = dropout,
        }),
        "MAE" => Masked(new MaeConfiguration
        {
            ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 16, Depth = 2, Heads = 2, DecoderDim = 8, DecoderDepth = 1, DecoderHeads = 2,
        }),
        "ConvMAE" => Masked(new ConvMaeConfiguration
        {
            ImageHeight = 32, ImageWidth = 32, Encoder = s_convolutional, DecoderDim = 8, DecoderDepth = 1, DecoderHeads = 2,
        }),
        "FastConvMAE" => Masked(new FastConvMaeConfiguration
        {
            ImageHeight = 32, ImageWidth = 32, Encoder = s_convolutional, DecoderDim = 8, DecoderDepth = 1, DecoderHeads = 2,
        }),
        "CLIP" => new(new ClipNetwork(new ClipConfiguration
        {
            ImageHeight = 16, ImageWidth = 16, PatchSize = 4, EmbeddingDim = 8, VisionWidth = 16, VisionLayers = 2, VisionHeads = 2,
            TextWidth = 16, TextLayers = 2, TextHeads = 2, ContextLength = 6, VocabularySize = 20, DropPathRate = 0.4,
        }, seed: 1), network => ((ClipNetwork)network).call(Images(3, 16), Texts()).PerImage.log_softmax(1).diagonal().mean().neg()),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such family."),
    };

    /// <summary>Seeds all that is random and computes the loss.</summary>
    public Tensor Loss(long seed = 1)
    {
        manual_seed(seed);
        (Network as ITrainable)?.SeedDropPath(seed);
        return _loss(Network);
    }

    /// <summary>Gradients by the names of their parameters.</summary>
    public Dictionary<string, float[]> Gradients()
        => Network.named_parameters().Where(pair => pair.parameter.grad is not null).ToDictionary(pair => pair.name, pair => pair.parameter.grad!.data<float>().ToArray());

    public void Dispose() => Network.Dispose();

    private static TinyFamily Classifier(ClassifierConfiguration configuration) => new(NetworkFactory.Create(configuration, seed: 1), network => nn.functional.cross_entropy(
        ((VisionNetwork)network).call(Images(4, configuration.ImageHeight)), tensor(new long[] { 0, 1, 2, 3 })));

    private static TinyFamily Masked(MaskedConfiguration configuration) => new(NetworkFactory.Create(configuration, seed: 1), network =>
        new MaskedPixelObjective((MaskedNetwork)network, new SeededUniforms(0)).Reconstruct(Images(2, configuration.ImageHeight), new SeededUniforms(3)).Loss);

    private static Tensor Images(long count, long side)
    {
        using var generator = new Generator(5);
        return randn([count, 3, side, side], generator: generator);
    }

    private static Tensor Texts() => tensor(new long[] { 1, 2, 19, 0, 0, 0, 1, 5, 6, 7, 19, 0, 3, 19, 0, 0, 0, 0 }).view(3, 6);
}
