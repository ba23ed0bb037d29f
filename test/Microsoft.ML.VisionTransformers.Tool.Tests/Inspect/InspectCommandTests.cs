using TorchSharp;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Weights;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tool.Tests.Inspect;

public sealed class InspectCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vit-inspect-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("vit-mae/formats/hf_vit_folder", "safetensors", "ViT, HuggingFace names", "24,102", "40, F32 x 40")]
    [InlineData("vit-mae/formats/hf_vit_sharded_folder", "sharded safetensors", "ViT, HuggingFace names", "24,102", "40, F32 x 40")]
    [InlineData("vit-mae/formats/hf_vit_bin_folder", "PyTorch zip archive", "ViT, HuggingFace names", "24,102", "40, F32 x 40")]
    [InlineData("vit-mae/formats/timm_folder", "safetensors", "ViT, timm names", "21,063", "32, F32 x 32")]
    [InlineData("vit-mae/formats/mae_model_only_legacy.pth", "PyTorch legacy file", "ViT, timm names", "3,733", "20, F32 x 20")]
    [InlineData("vit-mae/formats/mae_training_checkpoint_zip.pth", "PyTorch zip archive", "MAE, facebookresearch/mae names", "6,960", "38, F32 x 38")]
    [InlineData("swin-clip/checkpoints/clip_openai_style_torchscript.pt", "TorchScript archive", "Clip, OpenAI names", "79,393", "41, F32 x 19, F16 x 19, I64 x 3")]
    public void SaysWhatACheckpointIs(string name, string format, string family, string parameters, string tensors)
    {
        var run = Vit.Run("inspect", Vit.Golden(name));
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(format, Value(run, "format"));
        Assert.Equal(family, Value(run, "family"));
        Assert.Equal(parameters, Value(run, "parameters"));
        Assert.Equal(tensors, Value(run, "tensors"));
    }

    [Fact]
    public void SaysWhereInAFileTheWeightsWere()
    {
        var run = Vit.Run("inspect", Vit.Golden("vit-mae/formats/state_dict_key_module_prefix_zip.pth"));
        Assert.Equal("state_dict", Value(run, "weights under"));
        Assert.Equal("module. before every key", Value(run, "left out"));
    }

    [Fact]
    public void SaysHowImagesArePrepared()
        => Assert.Equal("shorter side to 35 (bicubic), centre 32 x 32, mean 0.5, std 0.5",
            Value(Vit.Run("inspect", Vit.Golden("vit-mae/formats/timm_folder")), "preprocessing"));

    [Fact]
    public void ListsKeysWithShapesAndTypes()
    {
        var run = Vit.Run("inspect", Vit.Golden("vit-mae/formats/all_dtypes.safetensors"), "--keys");
        var keys = run.Lines.SkipWhile(line => !line.StartsWith("key ", StringComparison.Ordinal)).ToList();
        Assert.Matches("^key +shape +type$", keys[0]);
        Assert.Equal(11, keys.Count);
        Assert.Equal("no checkpoint of a kind that is known here", Value(run, "kind"));
    }

    [Fact]
    public void GivesAllOfItAsJson()
    {
        var json = Vit.Run("inspect", Vit.Golden("vit-mae/formats/timm_folder"), "--json", "--keys").Json;
        Assert.Equal(21063, (long)json["parameters"]!);
        Assert.Equal(84252, (long)json["bytes"]!);
        Assert.Equal(4, (int)json["configuration"]!["heads"]!);
        Assert.Equal(35, (int)json["preprocessing"]!["resize"]!);
        Assert.Equal([1, 1, 32], json["keys"]!["cls_token"]!["shape"]!.AsArray().Select(side => (int)side!));
    }

    [Fact]
    public void PublishedSizesAreNamedWithTheirLicences()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "tiny.safetensors");
        using (var network = NetworkFactory.Create(ArchitectureRegistry.Find("vit_tiny_patch16_224"), 10))
            SafetensorsWriter.Write(path, network.state_dict());
        var run = Vit.Run("inspect", path);
        Assert.Contains("vit_tiny_patch16_224.augreg_in21k_ft_in1k", Value(run, "like"));
        Assert.StartsWith("Apache-2.0", Value(run, "licence"));
        Assert.Equal("10", Value(run, "classes"));
        Assert.EndsWith("; the file doesn't say)", Value(run, "preprocessing"));
    }

    [Fact]
    public void NonCommercialLicencesAreNoticed()
    {
        using var scope = NewDisposeScope();
        var row = ArchitectureRegistry.All.First(row => row.Licence == "CC-BY-NC-4.0" && row.Configuration.Classifier is not null);
        var path = Path.Combine(_folder, "mae.safetensors");
        using (var network = NetworkFactory.Create(row, 0))
            SafetensorsWriter.Write(path, network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.to(ScalarType.Float16)));
        Assert.Contains("not for commercial use", Vit.Run("inspect", path).Output);
    }

    public static TheoryData<string> RecordedFiles => [.. new[] { "vit-mae/formats", "swin-clip/checkpoints" }.SelectMany(folder => Directory
        .GetFileSystemEntries(Vit.Golden(folder)).Where(path => !path.EndsWith(".json", StringComparison.Ordinal)).Select(path => $"{folder}/{Path.GetFileName(path)}"))];

    [Theory]
    [MemberData(nameof(RecordedFiles))]
    public void EveryRecordedFormatIsReadAndWrittenAgain(string name)
    {
        var run = Vit.Run("inspect", Vit.Golden(name), "--json", "--keys");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal((int)run.Json["tensors"]!, run.Json["keys"]!.AsObject().Count);
        if (run.Json["family"] is null)
            return;
        var native = Path.Combine(_folder, "native.safetensors");
        var converted = Vit.Run("convert", Vit.Golden(name), "--to", "native", "--output", native);
        Assert.True(converted.Code == 0, converted.Error);
        Assert.Equal(run.Json["configuration"]!.ToJsonString(), Vit.Run("inspect", native, "--json").Json["configuration"]!.ToJsonString());
    }

    [Theory]
    [InlineData("README.json", "header claims")]
    [InlineData("nowhere.safetensors", "There are no weights")]
    public void ForeignFilesGetOneLine(string name, string reason)
    {
        var run = Vit.Run("inspect", Vit.Golden("vit-mae/formats", name));
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(reason, Assert.Single(run.Error.Trim().Split('\n')));
    }

    [Fact]
    public void DamagedFilesGetOneLine()
    {
        var file = File.ReadAllBytes(Vit.Golden("vit-mae/formats/mae_training_checkpoint_zip.pth"));
        var random = new Random(1);
        for (var round = 0; round < 60; round++)
        {
            var damaged = (byte[])file.Clone();
            for (var i = 0; i < 1 + round / 4; i++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var path = Path.Combine(_folder, "damaged.pth");
            File.WriteAllBytes(path, damaged[..random.Next(4, damaged.Length + 1)]);
            var run = Vit.Run("inspect", path, "--keys");
            Assert.True(run.Code is 0 or 2);
            Assert.Equal(run.Code == 2 ? 1 : 0, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        }
    }

    [Fact]
    public void NoMovingAverageIsSaid()
    {
        var run = Vit.Run("inspect", Vit.Golden("vit-mae/formats/bare_state_dict_zip.pth"), "--ema");
        Assert.Equal(2, run.Code);
        Assert.Contains("no moving average", run.Error);
    }

    [Fact]
    public void ControlCharactersOfAFileAreNotSentToATerminal()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "hostile.safetensors");
        SafetensorsWriter.Write(path, new Dictionary<string, Tensor> { ["\e[31mred"] = zeros(1) }, new Dictionary<string, string> { ["note"] = "\e]0;title\a" });
        var run = Vit.Run("inspect", path, "--keys");
        Assert.True(run.Code == 0, run.Error);
        Assert.DoesNotContain('\e', run.Output);
        Assert.Contains("\uFFFD[31mred", run.Output);
    }

    private static string Value(Vit run, string name) => run.Lines.First(line => line.StartsWith(name + " ", StringComparison.Ordinal))[name.Length..].Trim();
}
