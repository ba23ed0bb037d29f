using System.IO.Compression;
using TorchSharp;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Tool.Convert;
using Microsoft.ML.VisionTransformers.Weights;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tool.Tests.Convert;

public sealed class ConvertCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vit-convert-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("hf_vit_folder", "timm")]
    [InlineData("hf_vit_folder", "hf")]
    [InlineData("hf_vit_folder", "torchvision")]
    [InlineData("hf_vit_folder", "native")]
    [InlineData("timm_folder", "hf")]
    [InlineData("timm_folder", "torchvision")]
    [InlineData("bare_state_dict_zip.pth", "timm")]
    [InlineData("mae_model_only_legacy.pth", "native")]
    public void ConvertedWeightsGiveTheSameLogits(string name, string to)
    {
        var output = Path.Combine(_folder, "converted" + (to is "timm" or "hf" ? "" : ".safetensors"));
        var source = Vit.Golden("vit-mae/formats", name);
        var run = Vit.Run("convert", source, "--to", to, "--output", output);
        Assert.True(run.Code == 0, run.Error);
        Assert.EndsWith($"-> {output}", run.Output.TrimEnd());

        using var scope = NewDisposeScope();
        var images = randn(2, 3, Size(source), Size(source));
        // What torchvision and timm compute with 1e-6 is told apart from transformers' 1e-12 by less than this.
        Assert.InRange((Logits(source, images) - Logits(output, images)).abs().max().item<float>(), 0, 1e-4f);
    }

    [Fact]
    public void FoldersHoldWhatTheLibrariesWant()
    {
        Vit.Run("convert", Vit.Golden("vit-mae/formats/timm_folder"), "--to", "hf", "--output", Path.Combine(_folder, "hf"));
        Assert.Equal(["config.json", "model.safetensors", "preprocessor_config.json"], Directory.GetFiles(Path.Combine(_folder, "hf")).Select(Path.GetFileName).Order());
        Vit.Run("convert", Vit.Golden("vit-mae/formats/hf_vit_folder"), "--to", "timm", "--output", Path.Combine(_folder, "timm"));
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(Path.Combine(_folder, "timm")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void DifferencesAreNotedOnTheErrorStream()
    {
        var run = Vit.Run("convert", Vit.Golden("vit-mae/formats/hf_vit_folder"), "--to", "torchvision", "--output", Path.Combine(_folder, "w.safetensors"));
        Assert.Equal(0, run.Code);
        Assert.Contains("vit: note: torchvision's layer norms add 1e-6", run.Error);
    }

    [Fact]
    public void WhatANamingCannotExpressIsRefused()
    {
        var output = Path.Combine(_folder, "refused");
        var run = Vit.Run("convert", Vit.Golden("vit-mae/formats/bare_state_dict_zip.pth"), "--to", "hf", "--output", output);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("transformers' ViT cannot express this ViT: it classifies the class token", run.Error);
        Assert.False(Directory.Exists(output));
    }

    [Theory]
    [InlineData("clip_openai_style_torchscript.pt", "timm cannot express this Clip: it has no CLIP")]
    [InlineData("../../vit-mae/formats/mae_training_checkpoint_zip.pth", "timm cannot express this MAE: it has no masked autoencoder")]
    public void FamiliesThatALibraryLacksAreRefused(string name, string reason)
        => Assert.Contains(reason, Vit.Run("convert", Vit.Golden("swin-clip/checkpoints", name), "--to", "timm", "-o", Path.Combine(_folder, "x")).Error);

    [Fact]
    public void UnknownWeightsAreRefused()
    {
        var run = Vit.Run("convert", Vit.Golden("vit-mae/formats/tricky_tensors_zip.pth"), "--to", "native", "--output", Path.Combine(_folder, "w.safetensors"));
        Assert.Equal(2, run.Code);
        Assert.Contains("no checkpoint of a kind that is known", run.Error);
    }

    [Fact]
    public void NothingIsReplacedUnasked()
    {
        var output = Path.Combine(_folder, "w.safetensors");
        File.WriteAllText(output, "mine");
        string[] command = ["convert", Vit.Golden("vit-mae/formats/timm_folder"), "--to", "native", "--output", output];
        var run = Vit.Run(command);
        Assert.Equal(2, run.Code);
        Assert.Contains("--overwrite", run.Error);
        Assert.Equal("mine", File.ReadAllText(output));
        Assert.Equal(0, Vit.Run([.. command, "--overwrite"]).Code);
    }

    [Fact]
    public void HalfPrecisionIsWrittenOnRequest()
    {
        var output = Path.Combine(_folder, "half.safetensors");
        Vit.Run("convert", Vit.Golden("vit-mae/formats/timm_folder"), "--to", "native", "--half", "--output", output);
        Assert.Equal(32, (int)Vit.Run("inspect", output, "--json").Json["types"]!["F16"]!);
    }

    [Fact]
    public void ANativeFileTellsWhatItIs()
    {
        var output = Path.Combine(_folder, "native.safetensors");
        Vit.Run("convert", Vit.Golden("vit-mae/formats/hf_vit_folder"), "--to", "native", "--output", output);
        var json = Vit.Run("inspect", output, "--json").Json;
        Assert.Equal((4, 1e-12), ((int)json["configuration"]!["heads"]!, (double)json["configuration"]!["normEps"]!));
        Assert.Equal("square", (string)json["preprocessing"]!["resizeMode"]!);
        Assert.StartsWith("VisionTransformers.ML", (string)json["metadata"]!["library"]!);
    }

    [Fact]
    public void OpenAIsArchiveBecomesATransformersFolder()
    {
        var output = Path.Combine(_folder, "clip");
        var run = Vit.Run("convert", Vit.Golden("swin-clip/checkpoints/clip_openai_style_torchscript.pt"), "--to", "hf", "--output", output);
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("no tokenizer", run.Error);
        var json = Vit.Run("inspect", output, "--json").Json;
        Assert.Equal(("Clip", "HuggingFace", "QuickGelu"),
            ((string)json["family"]!, (string)json["naming"]!, (string)json["configuration"]!["activation"]!));
    }

    [Fact]
    public void AFileThatTellsNoSizesIsConvertedAsTheArchitectureSays()
    {
        using var scope = NewDisposeScope();
        var (source, output) = (Path.Combine(_folder, "bare.safetensors"), Path.Combine(_folder, "hf"));
        using (var network = NetworkFactory.Create(ArchitectureRegistry.Find("swinv2-tiny-patch4-window8-256"), 3))
            SafetensorsWriter.Write(source, network.state_dict());
        var refused = Vit.Run("convert", source, "--to", "hf", "--output", output);
        Assert.Equal(2, refused.Code);
        Assert.Contains("--architecture", refused.Error);

        var run = Vit.Run("convert", source, "--to", "hf", "--output", output, "--architecture", "swinv2-tiny-patch4-window8-256");
        Assert.True(run.Code == 0, run.Error);
        var json = Vit.Run("inspect", output, "--json").Json;
        Assert.Equal(("SwinV2", 8, 3), ((string)json["family"]!, (int)json["configuration"]!["windowSize"]!, (int)json["configuration"]!["numClasses"]!));
    }

    [Fact]
    public void AModelOfMLNetGoesToPython()
    {
        using var scope = NewDisposeScope();
        var (native, zip, output) = (Path.Combine(_folder, "native.safetensors"), Path.Combine(_folder, "model.zip"), Path.Combine(_folder, "hf"));
        Vit.Run("convert", Vit.Golden("vit-mae/formats/hf_vit_folder"), "--to", "native", "--output", native);
        using (var archive = ZipFile.Open(zip, ZipArchiveMode.Create))
            archive.CreateEntryFromFile(native, @"TransformerChain\Transform_001\weights.safetensors");
        Assert.Equal("ML.NET model", (string)Vit.Run("inspect", zip, "--json").Json["format"]!);
        var run = Vit.Run("convert", zip, "--to", "hf", "--output", output);
        Assert.True(run.Code == 0, run.Error);
        var images = randn(2, 3, 32, 32);
        Assert.Equal(0, (Logits(zip, images) - Logits(output, images)).abs().max().item<float>());
    }

    [Fact]
    public void TheOutputIsNamedAfterAFileWithoutItsExtensionAndAfterAFolderWhole()
    {
        var (file, folder) = (Path.Combine(_folder, "checkpoint.v2.pth"), Path.Combine(_folder, "vit_base_patch16_224.mae"));
        File.WriteAllText(file, "");
        Directory.CreateDirectory(folder);
        Assert.Equal("checkpoint.v2-timm", ConvertCommand.DefaultOutput(file, "timm", WeightNaming.Timm));
        Assert.Equal("vit_base_patch16_224.mae-hf", ConvertCommand.DefaultOutput(folder, "hf", WeightNaming.HuggingFace));
        Assert.Equal("vit_base_patch16_224.mae-hf", ConvertCommand.DefaultOutput(folder + Path.DirectorySeparatorChar, "hf", WeightNaming.HuggingFace));
        Assert.Equal(Path.GetFileName(Environment.CurrentDirectory) + "-hf", ConvertCommand.DefaultOutput(".", "hf", WeightNaming.HuggingFace));
    }

    [Theory]
    [InlineData("timm/vit_base_patch16_224.mae")]
    [InlineData("timm/vit_base_patch16_224.mae@v1.0")]
    [InlineData("hf-hub:timm/vit_base_patch16_224.mae@refs/pr/7")]
    public void TheOutputIsNamedAfterAModelOnTheHubWithoutItsRevision(string id)
        => Assert.Equal("vit_base_patch16_224.mae-native.safetensors", ConvertCommand.DefaultOutput(id, "native", WeightNaming.Native));

    [Fact]
    public void ControlCharactersOfAFileAreNotSentToATerminal()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "hostile.safetensors");
        using (var checkpoint = Checkpoint.Open(Vit.Golden("vit-mae/formats/bare_state_dict_zip.pth")))
        {
            var tensors = checkpoint.Entries.Keys.ToDictionary(key => key, key => checkpoint.Load(key));
            tensors["decoder_\e[31mred"] = zeros(1);
            SafetensorsWriter.Write(path, tensors);
        }
        var run = Vit.Run("convert", path, "--to", "native", "--output", Path.Combine(_folder, "converted.safetensors"));
        Assert.True(run.Code == 0, run.Error);
        Assert.DoesNotContain('\e', run.Output);
        Assert.Contains("not taken along: decoder_\uFFFD[31mred", run.Output);
    }

    [Fact]
    public void GuessesAreNoted()
        => Assert.Contains("guessed", Vit.Run("convert", Vit.Golden("vit-mae/formats/mae_model_only_legacy.pth"), "--to", "timm", "-o", Path.Combine(_folder, "t")).Error);

    [Fact]
    public void AMissingTargetIsAMistakeOfTheCommandLine()
        => Assert.Equal(1, Vit.Run("convert", Vit.Golden("vit-mae/formats/timm_folder")).Code);

    private static int Size(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        return checkpoint.Identity!.Configuration.ImageHeight;
    }

    private static Tensor Logits(string path, Tensor images)
    {
        using var checkpoint = Checkpoint.Open(path);
        var architecture = checkpoint.Architecture!;
        using var network = NetworkFactory.Create(architecture, architecture.Classifier.NumClasses);
        CheckpointLoader.Load(checkpoint, network);
        network.eval();
        using var _ = no_grad();
        return network.call(images);
    }
}
