using Fuzz.Samples;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using Microsoft.ML.VisionTransformers.Tests.Clip;
using Microsoft.ML.VisionTransformers.Tests.ConvMae;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Several publishers' networks have the same sizes, and each publisher prepares images in another way.
    [Theory]
    [InlineData("vit_b_16-c867db91.pth", "vit_b_16", true, "torchvision/vit_b_16.IMAGENET1K_V1")]
    [InlineData("weights.pth", "vit_b_16", true, "torchvision/vit_b_16.IMAGENET1K_V1")]
    [InlineData("deit_base_patch16_224-b5f2ef4d.pth", "deit_base_patch16_224", false, "deit_base_patch16_224.fb_in1k")]
    [InlineData("mae_finetuned_vit_base.pth", "mae_finetuned_vit_base", false, "mae_finetuned_vit_base")]
    [InlineData("weights.pth", "mae_finetuned_vit_base", false, "mae_finetuned_vit_base")]
    [InlineData("weights.pth", "vit_base_patch16_224", false, "vit_base_patch16_224.augreg_in21k_ft_in1k")]
    [InlineData("swinv2_base_patch4_window12_192_22k.pth", "swinv2_base_patch4_window12_192_22k", false, "official/swinv2_base_patch4_window12_192_22k")]
    public void ABareFileIsPreparedForAsItsPublisherDoes(string file, string architecture, bool torchvision, string expected)
    {
        using var checkpoint = Checkpoint.Open(HollowFile.Write(Path.Combine(_folder.Path, file), architecture, torchvision ? ViTKeyMaps.Torchvision : null));
        Assert.Equal(expected, checkpoint.Published[0].Name);
        Assert.Equal(ArchitectureRegistry.Find(expected).Preprocessing, checkpoint.Architecture!.Preprocessing);
        Assert.StartsWith(Path.GetFileNameWithoutExtension(file), checkpoint.Architecture.Name);
    }

    // save_pretrained of a network writes no processor, and DeiT's network has the same shapes.
    [Theory]
    [InlineData("google/vit-base-patch16-224", 224)]
    [InlineData("google/vit-base-patch16-384", 384)]
    public void ANetworkThatWasSavedWithoutItsProcessorIsPreparedForAsThatDoesByDefault(string architecture, int size)
    {
        HollowFile.Write(Path.Combine(_folder.Path, "model.safetensors"), architecture, ViTKeyMaps.HuggingFace);
        File.WriteAllText(Path.Combine(_folder.Path, "config.json"), $$"""{"model_type":"vit","image_size":{{size}},"layer_norm_eps":1e-12}""");
        using var checkpoint = Checkpoint.Open(_folder.Path);
        var preprocessing = checkpoint.Architecture!.Preprocessing;
        Assert.Equal(ArchitectureRegistry.Find(architecture).Preprocessing, preprocessing with { CropOffset = CropOffset.Round });
        Assert.Equal((size, ResizeMode.Square, Interpolation.Bilinear), (preprocessing.Height, preprocessing.ResizeMode, preprocessing.Interpolation));
    }

    // DeiT III and timm's networks with registers; not all of their configurations say so.
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void ATableOfPatchesAloneIsSeenByItsRows(int registers)
    {
        using var network = new VisionTransformerNetwork(new ViTConfiguration
        {
            ImageHeight = 32, ImageWidth = 32, PatchSize = 4, Dim = 64, Depth = 1, Heads = 1, NumClasses = 3, RegisterTokens = registers, NoEmbedClass = true, FcNorm = false,
        }, seed: 1);
        using var checkpoint = Checkpoint.Of(network.state_dict());
        Assert.Equal(network.Configuration, checkpoint.Architecture!.Configuration);
    }

    // Many networks are of the same sizes and take other images: none of them is asked how.
    [Fact]
    public void ImagesAreOfTheSizeThatTheNetworkTakes()
    {
        using var checkpoint = Checkpoint.Open(HollowFile.Write(Path.Combine(_folder.Path, "window12_192.pth"), "swinv2_base_patch4_window12_192_22k"));
        Assert.Equal((192, 192), (checkpoint.Architecture!.Preprocessing.Height, checkpoint.Architecture.Preprocessing.Width));
        Assert.Equal(192, checkpoint.Architecture.Configuration.ImageHeight);
    }

    [Theory]
    [InlineData("mae_pretrain_vit_base.pth", "CC-BY-NC-4.0")]
    [InlineData("vit_base_patch16_224.pth", "Apache-2.0")]
    [InlineData("weights.pth", null)]
    public void AFilesNameTellsTheLicence(string file, string? licence)
    {
        // The download without the decoder: a vision transformer by its keys.
        using var checkpoint = Checkpoint.Open(HollowFile.Write(Path.Combine(_folder.Path, file), "vit_base_patch16_224.mae"));
        Assert.Equal(licence, checkpoint.Architecture!.Licence);
    }

    // In a folder of downloads a configuration is of one file, and says nothing of the others.
    [Theory]
    [InlineData("model.safetensors", true)]
    [InlineData("model.fp16.safetensors", true)]
    [InlineData("vit_l.safetensors", false)]
    public void AConfigurationIsOfTheWeightsThatItsLibraryTakes(string name, bool configured)
    {
        HollowFile.Write(Path.Combine(_folder.Path, "other.safetensors"), "vit_tiny_patch16_224");
        HollowFile.Write(Path.Combine(_folder.Path, name), "vit_base_patch16_224");
        File.WriteAllText(Path.Combine(_folder.Path, "config.json"), """{"model_type":"vit","num_attention_heads":16}""");
        using var checkpoint = Checkpoint.Open(Path.Combine(_folder.Path, name));
        Assert.Equal(configured ? 16 : 12, ((ViTConfiguration)checkpoint.Architecture!.Configuration).Heads);
    }

    [Fact]
    public void AFoldersOnlyFileIsWhatItsConfigurationIsOf()
    {
        var path = HollowFile.Write(Path.Combine(_folder.Path, "vit_l.pth"), "vit_base_patch16_224");
        File.WriteAllText(Path.Combine(_folder.Path, "config.json"), """{"model_type":"vit","num_attention_heads":16}""");
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(16, ((ViTConfiguration)checkpoint.Architecture!.Configuration).Heads);
    }

    // Weights go on meaning what they meant when another size of image is asked for.
    [Fact]
    public void ImagesOfAnotherSizeKeepTheWeightsStatistics()
    {
        var path = HollowFile.Write(Path.Combine(_folder.Path, "model.safetensors"), "vit_base_patch16_224");
        File.WriteAllText(Path.Combine(_folder.Path, "config.json"),
            """{"architecture":"vit_base_patch16_224","pretrained_cfg":{"input_size":[3,224,224],"interpolation":"bilinear","mean":[0.1,0.2,0.3],"std":[0.4,0.5,0.6]}}""");
        using var checkpoint = Checkpoint.Open(path);
        var asked = ArchitectureRegistry.Find("deit_base_patch16_384");
        var refined = checkpoint.Refine(asked);
        Assert.Equal(asked.Preprocessing with { Mean = [0.1f, 0.2f, 0.3f], Std = [0.4f, 0.5f, 0.6f], Interpolation = Interpolation.Bilinear }, refined.Preprocessing);
        Assert.Equal(384, refined.Configuration.ImageHeight);
        Assert.Equal(checkpoint.Preprocessing, checkpoint.Refine(ArchitectureRegistry.Find("deit_base_patch16_224")).Preprocessing);
    }

    [Fact]
    public void TheLicenceIsThatOfTheWeightsAndNotOfTheNameThatWasAskedFor()
    {
        using var checkpoint = Checkpoint.Open(HollowFile.Write(Path.Combine(_folder.Path, "mae_pretrain_vit_base.pth"), "vit_base_patch16_224.mae"));
        Assert.Equal("CC-BY-NC-4.0", checkpoint.Refine(ArchitectureRegistry.Find("vit_base_patch16_224")).Licence);
    }

    // A network is what its name says, or is not trained at all.
    [Theory]
    [InlineData("ViT")]
    [InlineData("Swin")]
    [InlineData("SwinV2")]
    [InlineData("MAE")]
    [InlineData("ConvMAE")]
    [InlineData("CLIP")]
    public void WeightsOfOtherSizesMakeNoOtherNetworkOfTheOneThatWasAskedFor(string family)
    {
        var vit = new ViTConfiguration { ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 16, Depth = 1, Heads = 2, MlpRatio = 2, NumClasses = 3 };
        var swin = new SwinConfiguration { ImageHeight = 32, ImageWidth = 32, EmbedDim = 8, Depths = [1, 2], Heads = [2, 4], WindowSize = 4, NumClasses = 3 };
        var swinV2 = new SwinV2Configuration { ImageHeight = 32, ImageWidth = 32, EmbedDim = 8, Depths = [1, 2], Heads = [2, 4], WindowSize = 4, NumClasses = 3 };
        var mae = new MaeConfiguration { ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 16, Depth = 1, Heads = 2, DecoderDim = 8, DecoderDepth = 1, DecoderHeads = 2 };
        var convolutional = TinyConvMae.Pretraining;
        var clip = TinyClip.Configuration;
        (VisionConfiguration weights, VisionConfiguration asked, string config) = family switch
        {
            "ViT" => ((VisionConfiguration)vit, (VisionConfiguration)(vit with { MlpRatio = 4 }), """{"image_size": 16}"""),
            "Swin" => (swin, swin with { Depths = [1, 3] }, """{"image_size": 32}"""),
            "SwinV2" => (swinV2, swinV2 with { EmbedDim = 16 }, """{"image_size": 32, "window_size": 4}"""),
            "MAE" => (mae, mae with { DecoderDim = 16 }, """{"image_size": 16}"""),
            "ConvMAE" => (convolutional, convolutional with { Encoder = convolutional.Encoder with { Depth = 3 } }, """{"img_size": 64}"""),
            _ => (clip, clip with { VisionLayers = 3 },
                """{"vision_cfg": {"width": 24, "head_width": 8, "image_size": 16}, "text_cfg": {"heads": 2}, "quick_gelu": true}"""),
        };
        using var scope = torch.NewDisposeScope();
        using var network = NetworkFactory.Create(weights, seed: 1);
        using var checkpoint = Checkpoint.Of(network.state_dict(), CheckpointConfig.Parse(config));
        Assert.Equal(weights.Family, checkpoint.Identity!.Configuration.Family);
        var refined = checkpoint.Refine(new VisionArchitecture
        {
            Name = "asked", Configuration = asked, Preprocessing = new ImagePreprocessing { Width = asked.ImageWidth, Height = asked.ImageHeight },
        }).Configuration;
        Assert.Equal(asked, refined);
        using var other = NetworkFactory.Create(refined, seed: 2);
        Assert.Throws<CheckpointMismatchException>(() => CheckpointLoader.Load(checkpoint, other, refined));
    }

    // As torchvision's training keeps its moving average.
    [Fact]
    public void AnAveragedModelIsReadWithoutItsCounter()
    {
        var file = new TorchFile();
        file.Root = new Dictionary<string, object?>
        {
            ["model"] = new Dictionary<string, object?> { ["head.bias"] = file.Floats(1) },
            ["model_ema"] = new Dictionary<string, object?>
            {
                ["n_averaged"] = TorchFile.Tensor(file.Storage("LongStorage", new long[] { 9 }), []), ["module.head.bias"] = file.Floats(2),
            },
        };
        using var checkpoint = Checkpoint.Open(_folder.Write("model_9.pth", file.ToZip()), average: true);
        Assert.Equal("module.", checkpoint.StrippedPrefix);
        Assert.Equal("head.bias", Assert.Single(checkpoint.Entries.Keys));
        Assert.Equal(2, checkpoint.Load("head.bias").item<float>());
    }

    // A network is built to find out what of it a file lacks: the few bytes of these must not make one that no memory holds.
    [Theory]
    [InlineData(30_000, 1)] // Sides of tensors without elements.
    [InlineData(768, 2_000)] // Blocks of which only the norm is there.
    public void AFewBytesThatSpeakOfAHugeNetworkAreRefused(int dim, int depth)
    {
        var items = new List<string>
        {
            $$$"""   "pos_embed":{"dtype":"F32","shape":[0,196,{{{dim}}}],"data_offsets":[0,0]}""",
            $$$"""   "patch_embed.proj.weight":{"dtype":"F32","shape":[{{{dim}}},3,0,16],"data_offsets":[0,0]}""",
            $$$"""   "blocks.0.attn.qkv.weight":{"dtype":"F32","shape":[0,{{{dim}}}],"data_offsets":[0,0]}""",
            $$$"""   "blocks.0.mlp.fc1.weight":{"dtype":"F32","shape":[{{{4 * dim}}},0],"data_offsets":[0,0]}""",
        };
        items.AddRange(Enumerable.Range(0, depth).Select(i => $$$""" "blocks.{{{i}}}.norm1.weight":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}"""));
        var path = _folder.Write("model.safetensors", Checkpoints.Safetensors($"{{{string.Join(',', items)}}}", []));
        using var checkpoint = Checkpoint.Open(path);
        Assert.Contains("hold 0 numbers", Assert.Throws<CheckpointFormatException>(() => checkpoint.Architecture).Message);
        Assert.Throws<CheckpointFormatException>(() => checkpoint.Describe());
    }
}
