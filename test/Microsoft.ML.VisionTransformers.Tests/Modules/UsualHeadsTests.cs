using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class UsualHeadsTests
{
    // Other tests register networks of their own, which nobody licences.
    [Fact]
    public void EveryPublishedNetworkHasThem()
        => Assert.All(ArchitectureRegistry.All.Where(row => row.Licence is not null).Select(row => row.Configuration), configuration =>
        {
            var (width, heads) = configuration switch
            {
                ViTConfiguration vit => (vit.Dim, vit.Heads),
                MaeConfiguration mae => (mae.Dim, mae.Heads),
                ConvMaskedConfiguration masked => (masked.Encoder.Dim, masked.Encoder.Heads),
                ConvViTConfiguration conv => (conv.Encoder.Dim, conv.Encoder.Heads),
                ClipConfiguration clip => (clip.VisionWidth, clip.VisionHeads),
                _ => (64, 1),
            };
            Assert.Equal(heads, UsualHeads.Of(width));
        });

    [Fact]
    public void SoDoesSigLipsShapeOptimisedOne() => Assert.Equal(16, UsualHeads.Of(1152));
}
