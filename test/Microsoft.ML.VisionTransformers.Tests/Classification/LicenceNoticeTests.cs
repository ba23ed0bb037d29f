using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Tests.Mae;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

public class LicenceNoticeTests
{
    private static readonly MaeConfiguration s_mae = TinyMae.Configuration with { ImageHeight = 16, ImageWidth = 16 };

    [Theory]
    [InlineData("vit_base_patch16_224", "{}", null)]
    [InlineData("vit_base_patch16_224.mae", "{}", "vit_base_patch16_224.mae have the licence CC-BY-NC-4.0")]
    [InlineData("mae_finetuned_vit_large", "{}", "mae_finetuned_vit_large have")]
    [InlineData("torchvision/vit_l_16.IMAGENET1K_SWAG_E2E_V1", "{}", "CC-BY-NC-4.0")]
    [InlineData("vit_base_patch16_224", """{ "architecture": "vit_base_patch16_224", "pretrained_cfg": { "tag": "mae" } }""", "vit_base_patch16_224.mae have")]
    [InlineData("vit_base_patch16_224", """{ "architecture": "vit_base_patch16_224", "pretrained_cfg": { "tag": "augreg_in1k" } }""", null)]
    [InlineData("vit_base_patch16_224", """{ "model_type": "vit_mae" }""", "facebookresearch/mae publishes")]
    public void NonCommercialWeightsAreNamed(string architecture, string config, string? notice)
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(s_mae.Encoder, seed: 1);
        using var checkpoint = Checkpoint.Of(network.state_dict(), CheckpointConfig.Parse(config));
        var said = LicenceNotice.For(ArchitectureRegistry.Find(architecture), checkpoint);
        if (notice is null)
            Assert.Null(said);
        else
            Assert.Contains(notice, said);
    }

    // The usual download has no decoder to know it by; its name and that of its folder are all there is.
    [Theory]
    [InlineData("mae_pretrain_vit_base.pth")]
    [InlineData("mae_finetuned_vit_large.pth")]
    [InlineData("vit_h_14_swag-80465313.pth")]
    public void TheNameOfAFileTells(string file)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, file);
        using var scope = NewDisposeScope();
        using (var network = NetworkFactory.Create(s_mae.Encoder, seed: 1))
            SafetensorsWriter.Write(path, network.state_dict());
        using var checkpoint = Checkpoint.Open(path);
        Assert.Contains("CC-BY-NC-4.0", LicenceNotice.For(ArchitectureRegistry.Find("ViT-B/16"), checkpoint));
        Assert.Contains("CC-BY-NC-4.0", LicenceNotice.For(checkpoint.Architecture!, checkpoint));
    }

    [Fact]
    public void AMaskedAutoencoderIsRecognisedByItsWeights()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(s_mae, 1);
        using var checkpoint = Checkpoint.Of(network.state_dict());
        Assert.Contains("CC-BY-NC-4.0", LicenceNotice.For(ArchitectureRegistry.Find("ViT-B/16"), checkpoint));
    }
}
