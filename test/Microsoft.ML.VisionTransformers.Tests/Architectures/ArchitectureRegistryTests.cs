using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Architectures;

public class ArchitectureRegistryTests
{
    // Counted on the reference implementations' own constructors.
    [Theory]
    [InlineData("ViT-Ti/16", 5_717_416)]
    [InlineData("ViT-S/16", 22_050_664)]
    [InlineData("ViT-S/32", 22_878_952)]
    [InlineData("ViT-B/16", 86_567_656)]
    [InlineData("ViT-B/16-384", 86_859_496)]
    [InlineData("ViT-B/32", 88_224_232)]
    [InlineData("ViT-B/32-384", 88_297_192)]
    [InlineData("ViT-B/8", 86_576_872)]
    [InlineData("ViT-L/16", 304_326_632)]
    [InlineData("ViT-L/16-384", 304_715_752)]
    [InlineData("ViT-L/32", 306_535_400)]
    [InlineData("ViT-L/14", 304_203_752)]
    [InlineData("ViT-H/14", 632_045_800)]
    [InlineData("ConvMAE-S/16", 49_035_008)]
    [InlineData("ConvMAE-B/16", 115_041_408)]
    [InlineData("ConvMAE-L/16", 374_424_960)]
    [InlineData("ConvMAE-H/16", 743_596_288)]
    [InlineData("FastConvMAE-B/16", 115_041_408)]
    [InlineData("ConvViT-B/16", 85_374_824)]
    [InlineData("MAE-B/16", 111_907_840)]
    [InlineData("MAE-L/16", 329_541_888)]
    [InlineData("MAE-H/14", 657_074_508)]
    public void PublishedSizesHaveTheirParameters(string alias, long parameters)
        => Assert.Equal(parameters, ArchitectureRegistry.Find(alias).Parameters);

    [Theory]
    [InlineData("ConvMAE-S/16", 23_122_944, 22_327_528)]
    [InlineData("ConvMAE-B/16", 88_932_736, 85_374_824)]
    [InlineData("ConvMAE-L/16", 331_391_616, 322_977_384)]
    [InlineData("ConvMAE-H/16", 700_431_872, 680_738_792)]
    [InlineData("FastConvMAE-B/16", 88_932_736, 85_374_824)]
    public void MaskedSizesHaveTheirEncodersAndClassifiers(string alias, long encoder, long classifier)
    {
        var configuration = (MaskedConfiguration)ArchitectureRegistry.Find(alias).Configuration;
        Assert.Equal(encoder, configuration.CountEncoderParameters());
        Assert.Equal(classifier, configuration.Classifier!.CountParameters());
    }

    [Fact]
    public void SizesThatTheirAuthorsDidNotPublishSaySo()
        => Assert.All(ArchitectureRegistry.All.Where(row => row.Family is "ConvMAE" or "FastConvMAE"),
            row => Assert.Equal(!row.Name.Contains("base"), row.Community));

    [Theory]
    [InlineData("convmae_base", "convmae_base_patch16_224")]
    [InlineData("convvit_base_patch16", "convvit_base_patch16_224.convmae_ft_in1k")]
    [InlineData("vit_base_patch16_224", "vit_base_patch16_224.augreg_in21k_ft_in1k")]
    [InlineData("VIT-BASE-PATCH16-224", "vit_base_patch16_224.augreg_in21k_ft_in1k")]
    [InlineData("vit_b_16", "torchvision/vit_b_16.IMAGENET1K_V1")]
    [InlineData("google/vit-base-patch16-224", "google/vit-base-patch16-224")]
    [InlineData("vit-large-p32-384", "vit_large_patch32_384.orig_in21k_ft_in1k")]
    [InlineData("clip-base-p32-224", "ViT-B-32-quickgelu.openai")]
    [InlineData("clip-base-p16-224", "ViT-B-16-quickgelu.openai")]
    [InlineData("clip-large-p14-224", "ViT-L-14-quickgelu.openai")]
    [InlineData("clip-large-p14-336", "ViT-L-14-336-quickgelu.openai")]
    [InlineData("openai/clip-vit-base-patch32", "ViT-B-32-quickgelu.openai")]
    [InlineData("open_clip/ViT-B-32", "ViT-B-32.laion2b_s34b_b79k")]
    [InlineData("mae_vit_base_p16", "mae_pretrain_vit_base")]
    [InlineData("mae_vit_huge_patch14", "mae_pretrain_vit_huge")]
    [InlineData("facebook/vit-mae-large", "facebook/vit-mae-large")]
    [InlineData("vit_base_p16", "mindformers/vit_base_p16")]
    [InlineData("swinv1-base-patch4-window7-224", "FlagAI/swinv1-base-patch4-window7-224")]
    [InlineData("swinv2-base-patch4-window8-256", "official/swinv2_base_patch4_window8_256")]
    [InlineData("swinv2-base-patch4-window16-256", "official/swinv2_base_patch4_window16_256")]
    [InlineData("swinv2-small-patch4-window16-256", "official/swinv2_small_patch4_window16_256")]
    [InlineData("FlagAI/swinv2-small-patch4-window16-256", "FlagAI/swinv2-small-patch4-window16-256")]
    [InlineData("microsoft/swinv2-tiny-patch4-window8-256", "microsoft/swinv2-tiny-patch4-window8-256")]
    [InlineData("swin_v2_b", "torchvision/swin_v2_b.IMAGENET1K_V1")]
    [InlineData("swin_large_patch4_window12_384_22k", "official/swin_large_patch4_window12_384_22k")]
    [InlineData("vit_h_14_swag", "torchvision/vit_h_14.IMAGENET1K_SWAG_E2E_V1")]
    [InlineData("vit_b_16_lc_swag", "torchvision/vit_b_16.IMAGENET1K_SWAG_LINEAR_V1")]
    public void AliasesLead(string alias, string name) => Assert.Equal(name, ArchitectureRegistry.Find(alias).Name);

    // A size that is published under several names has one configuration.
    [Theory]
    [InlineData("Swin", "T/7@224 S/7@224 B/7@224 L/7@224 B/12@384 L/12@384")]
    [InlineData("SwinV2", "T/8@256 T/16@256 S/8@256 S/16@256 B/8@256 B/12@192 B/16@256 B/24@384 L/12@192 L/16@256 L/24@384")]
    public void EveryPublishedWindowIsThere(string family, string sizes)
    {
        var found = ArchitectureRegistry.All.Where(row => row.Family == family).Select(row => (ShiftedWindowConfiguration)row.Configuration)
            .Select(c => $"{(c.EmbedDim, c.Depths[2]) switch { (96, 6) => "T", (96, _) => "S", (128, _) => "B", _ => "L" }}/{c.WindowSize}@{c.ImageHeight}");
        Assert.Equal(sizes.Split(' ').Order(), found.Distinct().Order());
    }

    [Fact]
    public void AnUnknownNameListsTheNearest()
    {
        var error = Assert.Throws<ArgumentException>(() => ArchitectureRegistry.Find("vit_base_patch16_225"));
        Assert.Contains("vit_base_patch16_224", error.Message);
    }

    [Fact]
    public void EveryRowIsSoundAndSurvivesJson()
    {
        Assert.True(ArchitectureRegistry.All.Count > 40);
        foreach (var architecture in ArchitectureRegistry.All)
        {
            architecture.Configuration.Validate();
            Assert.Equal(architecture.Configuration.ImageWidth, architecture.Preprocessing.Width);
            Assert.Equal(architecture.Configuration.ImageHeight, architecture.Preprocessing.Height);
            var copy = VisionArchitecture.FromJson(architecture.ToJson());
            Assert.Equal(architecture.Configuration, copy.Configuration);
            Assert.Equal(architecture.Preprocessing, copy.Preprocessing);
            Assert.Equal(architecture.Name, copy.Name);
            Assert.StartsWith(architecture.Family + " {", architecture.Configuration.ToString());
        }
    }

    [Theory]
    [InlineData("vit", "base large", "16 32", "224 384")] // FlagAI's
    public void EverySizeOfAGridIsThere(string family, string sizes, string patches, string images)
    {
        foreach (var size in sizes.Split(' '))
        {
            foreach (var patch in patches.Split(' '))
            {
                foreach (var image in images.Split(' '))
                {
                    var found = ArchitectureRegistry.Find($"{family}-{size}-p{patch}-{image}");
                    Assert.Same(found, ArchitectureRegistry.Find($"{family}_{size}_patch{patch}_{image}"));
                    Assert.Equal((int.Parse(patch), int.Parse(image)), (((ViTConfiguration)found.Configuration).PatchSize, found.Configuration.ImageHeight));
                }
            }
        }
    }

    // torchvision's vit_b_16 and open_clip's ViT-B-16 would be one name.
    [Fact]
    public void NoNameLeadsToTwoRows()
        => Assert.All(
            ArchitectureRegistry.All.SelectMany(row => row.Aliases.Prepend(row.Name).Select(name => (Name: name, Row: row))),
            pair => Assert.Equal(pair.Row.Name, ArchitectureRegistry.Find(pair.Name).Name));

    [Fact]
    public void NonCommercialWeightsSaySo()
        => Assert.All(ArchitectureRegistry.All.Where(row => row.Family == "MAE" || row.Name.Contains("mae_finetuned") || row.Name.EndsWith(".mae")),
            row => Assert.Equal("CC-BY-NC-4.0", row.Licence));

    [Fact]
    public void OwnArchitecturesAreFoundAndReplaced()
    {
        var own = Own("registry-test", depth: 2);
        ArchitectureRegistry.Register(own);
        ArchitectureRegistry.Register(Own("registry-test", depth: 3));
        Assert.Equal(3, ((ViTConfiguration)ArchitectureRegistry.Find("Registry_Test").Configuration).Depth);
        Assert.Single(ArchitectureRegistry.All, row => row.Name == "registry-test");
    }

    [Fact]
    public void PublishedNamesAreTaken()
        => Assert.Throws<ArgumentException>(() => ArchitectureRegistry.Register(Own("ViT-B/16", depth: 2)));

    [Fact]
    public void SizesThatDoNotFitAreRefused()
    {
        var odd = Own("odd", depth: 2) with { Configuration = new ViTConfiguration { ImageHeight = 30, ImageWidth = 30, PatchSize = 7 } };
        Assert.Contains("30x30 pixels does not divide into patches of 7x7",
            Assert.Throws<ArgumentException>(() => ArchitectureRegistry.Register(odd)).Message);
    }

    private static VisionArchitecture Own(string name, int depth) => new()
    {
        Name = name,
        Configuration = new ViTConfiguration { ImageHeight = 28, ImageWidth = 28, PatchSize = 7, Dim = 96, Depth = depth, Heads = 3 },
        Preprocessing = new ImagePreprocessing { Width = 28, Height = 28 },
    };
}
