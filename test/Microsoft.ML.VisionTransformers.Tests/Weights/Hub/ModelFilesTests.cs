using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Hub;

public sealed class ModelFilesTests
{
    [Theory]
    [InlineData("pytorch_model.bin model.safetensors tf_model.h5", "model.safetensors")]
    [InlineData("pytorch_model.bin model.safetensors.index.json model-1-of-2.safetensors", "model.safetensors.index.json")]
    [InlineData("open_clip_pytorch_model.bin open_clip_model.safetensors", "open_clip_model.safetensors")]
    [InlineData("pytorch_model.bin training_args.bin", "pytorch_model.bin")]
    [InlineData("open_clip_pytorch_model.bin", "open_clip_pytorch_model.bin")]
    [InlineData("mae_pretrain.pth config.json", "mae_pretrain.pth")]
    [InlineData("swin.bin training_args.bin", "swin.bin")]
    [InlineData("one.safetensors other.pth", "one.safetensors")]
    [InlineData("one.safetensors two.safetensors", null)]
    [InlineData("one.safetensors two.safetensors other.pth", null)]
    [InlineData("folder/model.safetensors config.json", null)]
    [InlineData("", null)]
    public void Chooses_one_form_of_the_weights(string names, string? chosen)
        => Assert.Equal(chosen, ModelFiles.Weights(names.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("folder/config.json", true)]
    [InlineData("run:1/config.json", true)]
    [InlineData("..config", true)]
    [InlineData("folder/../../config.json", false)]
    [InlineData("/config.json", false)]
    [InlineData("folder//config.json", false)]
    [InlineData("c:config.json", false)]
    [InlineData("..\\config.json", false)]
    [InlineData("", false)]
    public void Tells_what_stays_in_its_folder(string name, bool isInside) => Assert.Equal(isInside, ModelFiles.IsInside(name));
}
