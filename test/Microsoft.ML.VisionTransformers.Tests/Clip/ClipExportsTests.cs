using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Tests.Weights.Export;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

public class ClipExportsTests
{
    private static readonly ClipConfiguration s_tiny = new()
    {
        ImageHeight = 16, ImageWidth = 16, PatchSize = 8, EmbeddingDim = 12, VisionWidth = 24, VisionLayers = 2, VisionHeads = 3, VisionMlpRatio = 2,
        TextWidth = 16, TextLayers = 1, TextHeads = 4, TextMlpRatio = 3, ContextLength = 9, VocabularySize = 40,
    };

    [Theory]
    [InlineData(Activation.QuickGelu, null)]
    [InlineData(Activation.Gelu, 39)]
    public void TransformersFoldersComeBack(Activation activation, int? endToken)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var configuration = s_tiny with { Activation = activation, EndToken = endToken };
        using var source = NetworkFactory.Create((VisionConfiguration)configuration, seed: 1);
        var architecture = new VisionArchitecture
        {
            Name = "tiny", Configuration = configuration, Preprocessing = VisionFamilies.CheckpointsOf("Clip").Preprocessing(configuration),
        };
        var notes = new CheckpointWriter(architecture).Write(folder.Path, source.state_dict(), WeightNaming.HuggingFace);
        Assert.Contains(notes, note => note.Contains("tokenizer"));

        Metadata.Drop(Path.Combine(folder.Path, "model.safetensors"));
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal(configuration, checkpoint.Identity!.Configuration);
        Assert.Equal(ImagePreprocessing.ClipMean, checkpoint.Preprocessing!.Mean);
        using var target = NetworkFactory.Create(checkpoint.Identity.Configuration, seed: 2);
        CheckpointLoader.Load(checkpoint, target, configuration);
        foreach (var (key, tensor) in source.state_dict())
            Assert.True(tensor.eq(target.state_dict()[key]).all().item<bool>(), key);
    }

    [Theory]
    [InlineData(WeightNaming.Timm)]
    [InlineData(WeightNaming.Torchvision)]
    public void OtherLibrariesHaveNoClip(WeightNaming naming)
        => Assert.Throws<NotSupportedException>(() => ClipExports.Create(s_tiny, naming));
}
