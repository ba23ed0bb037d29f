using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Preprocessing;

public class HuggingFaceProcessorTests
{
    private static readonly ImagePreprocessing s_clip = new()
    {
        Resize = 224, CropOffset = CropOffset.Floor, Mean = ImagePreprocessing.ClipMean, Std = ImagePreprocessing.ClipStd,
    };

    private static readonly ImagePreprocessing s_vit = new()
    {
        Resize = 0, ResizeMode = ResizeMode.Square, Interpolation = Interpolation.Bilinear, CropOffset = CropOffset.Floor,
        Mean = ImagePreprocessing.Half, Std = ImagePreprocessing.Half,
    };

    public static TheoryData<string, ImagePreprocessing> Files => new()
    {
        // openai/clip-vit-base-patch32, 2021: one number is the shorter side.
        {
            """
            {"crop_size":224,"do_center_crop":true,"do_normalize":true,"do_resize":true,"feature_extractor_type":"CLIPFeatureExtractor",
             "image_mean":[0.48145466,0.4578275,0.40821073],"image_std":[0.26862954,0.26130258,0.27577711],"resample":3,"size":224}
            """, s_clip
        },
        // The same from 2023 on.
        {
            """
            {"crop_size":{"height":224,"width":224},"do_center_crop":true,"do_convert_rgb":true,"do_normalize":true,"do_rescale":true,"do_resize":true,
             "image_mean":[0.48145466,0.4578275,0.40821073],"image_processor_type":"CLIPImageProcessor","image_std":[0.26862954,0.26130258,0.27577711],
             "resample":3,"rescale_factor":0.00392156862745098,"size":{"shortest_edge":224}}
            """, s_clip
        },
        { """{"image_processor_type":"CLIPImageProcessor"}""", s_clip },
        { """{"image_processor_type":"CLIPImageProcessorFast"}""", s_clip with { CropOffset = CropOffset.Round } },
        {
            """{"image_processor_type":"CLIPImageProcessor","size":{"shortest_edge":336},"crop_size":336}""",
            s_clip with { Resize = 336, Width = 336, Height = 336 }
        },
        // google/vit-base-patch16-224, then as it is written today.
        { """{"do_normalize":true,"do_resize":true,"image_mean":[0.5,0.5,0.5],"image_std":[0.5,0.5,0.5],"size":224}""", s_vit },
        {
            """
            {"do_normalize":true,"do_rescale":true,"do_resize":true,"image_mean":[0.5,0.5,0.5],"image_processor_type":"ViTFeatureExtractor",
             "image_std":[0.5,0.5,0.5],"resample":2,"rescale_factor":0.00392156862745098,"size":{"height":224,"width":224}}
            """, s_vit
        },
        // microsoft/swin-tiny-patch4-window7-224
        {
            """
            {"do_normalize":true,"do_resize":true,"feature_extractor_type":"ViTFeatureExtractor","image_mean":[0.485,0.456,0.406],
             "image_std":[0.229,0.224,0.225],"resample":3,"size":224}
            """,
            new() { Resize = 0, ResizeMode = ResizeMode.Square, CropOffset = CropOffset.Floor }
        },
        // facebook/deit-base-distilled-patch16-224
        {
            """
            {"crop_size":224,"do_center_crop":true,"do_normalize":true,"do_resize":true,"feature_extractor_type":"DeiTFeatureExtractor",
             "image_mean":[0.485,0.456,0.406],"image_std":[0.229,0.224,0.225],"resample":3,"size":256}
            """,
            new() { Resize = 256, ResizeMode = ResizeMode.Square, CropOffset = CropOffset.Floor }
        },
        // facebook/convnext-tiny-224 crops; at 384 it squashes.
        {
            """{"crop_pct":0.875,"feature_extractor_type":"ConvNextFeatureExtractor","image_mean":[0.485,0.456,0.406],"image_std":[0.229,0.224,0.225],"resample":3,"size":224}""",
            new() { Resize = 256, CropOffset = CropOffset.Floor }
        },
        {
            """{"image_processor_type":"ConvNextImageProcessor","resample":2,"size":{"shortest_edge":384}}""",
            s_vit with { Width = 384, Height = 384 }
        },
        // Values of 0..255 kept, or brought to -1..1 at once.
        {
            """{"image_processor_type":"ViTImageProcessor","do_rescale":false,"image_mean":[127.5,127.5,127.5],"image_std":[127.5,127.5,127.5]}""", s_vit
        },
        {
            """{"image_processor_type":"ViTImageProcessor","rescale_factor":0.00784313725490196,"image_mean":[1,1,1],"image_std":[1,1,1]}""", s_vit
        },
        { """{"image_processor_type":"ViTImageProcessor","do_normalize":false}""", s_vit with { Mean = [0, 0, 0], Std = [1, 1, 1] } },
        {
            """{"image_processor_type":"ViTImageProcessor","do_resize":false,"size":{"height":32,"width":48}}""",
            s_vit with { Height = 96, Width = 96, Resize = 256, ResizeMode = ResizeMode.None }
        },
        {
            """{"image_processor_type":"ViTImageProcessor","image_mean":0.5,"image_std":0.5,"resample":"bicubic","size":{"height":32,"width":48}}""",
            s_vit with { Height = 32, Width = 48, Interpolation = Interpolation.Bicubic }
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void GivesTheProcessorsSteps(string file, ImagePreprocessing expected)
    {
        var actual = CheckpointConfig.Parse("""{"model_type":"vit","image_size":96}""", file).Preprocessing!;
        Assert.Equal(expected.Mean.Select(Rounded), actual.Mean.Select(Rounded));
        Assert.Equal(expected.Std.Select(Rounded), actual.Std.Select(Rounded));
        Assert.Equal(expected, actual with { Mean = expected.Mean, Std = expected.Std });

        static float Rounded(float value) => MathF.Round(value, 5);
    }

    [Fact]
    public void AFileWithoutItsProcessorsNameGoesByTheModel()
        => Assert.Equal(s_clip with { Width = 64, Height = 64, Resize = 64 },
            CheckpointConfig.Parse("""{"model_type":"clip"}""", """{"size":64,"crop_size":64}""").Preprocessing);

    [Theory]
    [InlineData("""{"resample":17}""")]
    [InlineData("""{"resample":"cubist"}""")]
    [InlineData("""{"size":"large"}""")]
    [InlineData("""{"size":-5}""")]
    [InlineData("""{"image_mean":[0.5,0.5]}""")]
    [InlineData("""{"image_std":[0,0,0]}""")]
    [InlineData("""{"do_normalize":"yes"}""")]
    public void NonsenseIsNamed(string file)
        => Assert.Throws<CheckpointFormatException>(() => CheckpointConfig.Parse("""{"model_type":"vit"}""", file).Preprocessing);
}
