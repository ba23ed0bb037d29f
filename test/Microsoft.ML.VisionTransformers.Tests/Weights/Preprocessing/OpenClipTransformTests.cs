using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Preprocessing;

public class OpenClipTransformTests
{
    private static readonly ImagePreprocessing s_clip = new()
    {
        Resize = 224, ColourConversion = ColourConversion.AfterResize, Mean = ImagePreprocessing.ClipMean, Std = ImagePreprocessing.ClipStd,
    };

    [Fact]
    public void OpenClipConvertsColoursAfterTheResize()
        => Assert.Equal(s_clip, Read("""{"model_cfg":{"embed_dim":512,"vision_cfg":{"image_size":224}},"preprocess_cfg":{}}"""));

    [Fact]
    public void EverySettingIsRead()
    {
        var settings = Read("""
            {"model_cfg":{"vision_cfg":{"image_size":224}},"preprocess_cfg":{"size":[256,192],"mode":"RGB","mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5],
             "interpolation":"bilinear","resize_mode":"longest","fill_color":127}}
            """);
        Assert.Equal(
            s_clip with
            {
                Height = 256, Width = 192, Resize = 256, ResizeWidth = 192, ResizeMode = ResizeMode.LongestEdge, Interpolation = Interpolation.Bilinear,
                Fill = [127, 127, 127], Mean = ImagePreprocessing.Half, Std = ImagePreprocessing.Half,
            },
            settings);
    }

    [Fact]
    public void SquashKeepsNoAspectRatio()
        => Assert.Equal(ResizeMode.Square, Read("""{"model_cfg":{"vision_cfg":{"image_size":384}},"preprocess_cfg":{"resize_mode":"squash"}}""").ResizeMode);

    [Fact]
    public void AFolderWithOnlyOpenClipsFileIsRead()
    {
        var folder = Directory.CreateTempSubdirectory("vt-openclip").FullName;
        File.WriteAllText(Path.Combine(folder, "open_clip_config.json"), """{"model_cfg":{"vision_cfg":{"image_size":240}},"preprocess_cfg":{}}""");
        Assert.Equal(240, CheckpointConfig.Read(folder)!.Preprocessing!.Height);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void FlagAIsClipIsOpenAIs()
        => Assert.Equal(s_clip with { Width = 336, Height = 336, Resize = 336 },
            Read("""{"embed_dim":768,"vision_cfg":{"image_size":336,"layers":24,"width":1024,"patch_size":14},"text_cfg":{"context_length":77},"quick_gelu":true}"""));

    [Fact]
    public void FlagAIsSwinIsSquashed()
        => Assert.Equal(new ImagePreprocessing { Width = 256, Height = 256, Resize = 0, ResizeMode = ResizeMode.Square, Interpolation = Interpolation.Bilinear },
            Read("""{"img_size":256,"patch_size":4,"embed_dim":128,"depths":[2,2,18,2],"num_heads":[4,8,16,32],"window_size":8}"""));

    [Fact]
    public void AModelWithoutAProcessorSaysNothing()
        => Assert.Null(CheckpointConfig.Parse("""{"model_type":"swin","depths":[2,2],"window_size":7}""").Preprocessing);

    private static ImagePreprocessing Read(string config) => CheckpointConfig.Parse(config).Preprocessing!;
}
