using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Hub;

public sealed class HubIdTests
{
    [Theory]
    [InlineData("microsoft/swinv2-tiny-patch4-window8-256", "microsoft/swinv2-tiny-patch4-window8-256", "main")]
    [InlineData("hf-hub:timm/vit_tiny_patch16_224.augreg_in21k", "timm/vit_tiny_patch16_224.augreg_in21k", "main")]
    [InlineData("laion/CLIP-ViT-B-32-laion2B-s34B-b79K@v1.0", "laion/CLIP-ViT-B-32-laion2B-s34B-b79K", "v1.0")]
    [InlineData("a/b@refs/pr/7", "a/b", "refs/pr/7")]
    public void Knows_models_and_revisions(string text, string model, string revision) => Assert.Equal(new HubId(model, revision), HubId.TryParse(text));

    [Theory]
    [InlineData("model")]
    [InlineData("/models/vit")]
    [InlineData("./vit")]
    [InlineData("../vit/base")]
    [InlineData("models/vit.safetensors")]
    [InlineData("models/vit.pth")]
    [InlineData("models/ViT-B_16.npz")]
    [InlineData("a/b/c")]
    [InlineData("a--b/c")]
    [InlineData("a/b..c")]
    [InlineData("a/b@")]
    [InlineData("a/b@x/../y")]
    [InlineData("a/b@x//y")]
    [InlineData("a/b\n")]
    [InlineData(@"C:\models\vit")]
    [InlineData("")]
    public void Leaves_paths_alone(string text) => Assert.Null(HubId.TryParse(text));

    [Fact]
    public void Knows_those_of_all_published_architectures()
        => Assert.All(ArchitectureRegistry.All.Where(row => row.HubId is not null), row => Assert.NotNull(HubId.TryParse(row.HubId!)));

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef01234567", true)]
    [InlineData("main", false)]
    [InlineData("0123456789ABCDEF0123456789abcdef01234567", false)]
    public void Tells_commits_from_branches(string revision, bool isCommit) => Assert.Equal(isCommit, new HubId("a/b", revision).IsCommit);
}
