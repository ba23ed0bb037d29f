using System.Text;
using System.Text.Json;
using Fuzz.Samples;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

public sealed class CheckpointFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("pytorch_model.bin", "PyTorch zip archive")]
    [InlineData("open_clip_pytorch_model.bin", "PyTorch zip archive")]
    [InlineData("checkpoint-99.pth", "PyTorch zip archive")]
    [InlineData("ViT-B-32.pt", "PyTorch zip archive")]
    public void AFoldersOnlyArchiveIsItsWeights(string name, string format)
    {
        Write(name, Checkpoints.Training().ToZip());
        Write("training_args.bin", [1, 2, 3]);
        Write("optimizer.pt", [1, 2, 3]);
        using var checkpoint = Checkpoint.Open(_folder);
        Assert.Equal(format, checkpoint.Format);
        Assert.Equal(8, checkpoint.Entries.Count);
    }

    [Fact]
    public void SafetensorsComeBeforePickles()
    {
        Write("pytorch_model.bin", Checkpoints.Training().ToZip());
        Write("model.safetensors", Checkpoints.Safetensors());
        using var checkpoint = Checkpoint.Open(_folder);
        Assert.Equal("safetensors", checkpoint.Format);
    }

    [Fact]
    public void ShardsOfArchivesAreOneCheckpoint()
    {
        using var scope = NewDisposeScope();
        Write("pytorch_model-00001-of-00002.bin", One("a", 1).ToZip());
        Write("pytorch_model-00002-of-00002.bin", One("b", 2).ToLegacy());
        Write("pytorch_model.bin.index.json", Index(("a", "pytorch_model-00001-of-00002.bin"), ("b", "pytorch_model-00002-of-00002.bin")));
        using var checkpoint = Checkpoint.Open(_folder);
        Assert.Equal("sharded PyTorch zip archive", checkpoint.Format);
        Assert.Equal(["a", "b"], checkpoint.Entries.Keys);
        Assert.Equal(2f, checkpoint.Load("b").item<float>());
        var target = zeros(1);
        checkpoint.Read("a", target);
        Assert.Equal(1f, target.item<float>());
    }

    [Fact]
    public void ShardsThatHoldTheSameTensorAreRefused()
    {
        Write("x.bin", One("a", 1).ToZip());
        Write("y.bin", One("a", 2).ToZip());
        Write("pytorch_model.bin.index.json", Index(("a", "x.bin"), ("b", "y.bin")));
        Assert.Contains("hold the tensor 'a'", Assert.Throws<CheckpointFormatException>(() => Checkpoint.Open(_folder)).Message);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../x.bin"}}""")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""")]
    [InlineData("""{"weight_map":{"a":".."}}""")]
    [InlineData("""{"weight_map":{"a":3}}""")]
    [InlineData("""{"weight_map":{"a":null}}""")]
    [InlineData("""{"weight_map":{"a":"x.bin","a":"y.bin"}}""")]
    [InlineData("""{"weight_map":[]}""")]
    [InlineData("""[]""")]
    [InlineData("""{"weight_map":""")]
    public void AnIndexThatLeadsElsewhereOrNowhereIsRefused(string json)
    {
        Write("model.safetensors.index.json", Encoding.UTF8.GetBytes(json));
        Assert.Contains("index.json", Assert.Throws<CheckpointFormatException>(() => Checkpoint.Open(_folder)).Message);
    }

    [Fact]
    public void AMissingShardIsNamed()
    {
        Write("model.safetensors.index.json", Index(("a", "model-1.safetensors")));
        Assert.Contains("model-1.safetensors", Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(_folder)).Message);
    }

    [Fact]
    public void SeveralCheckpointsAreListed()
    {
        Write("epoch-1.pth", One("a", 1).ToZip());
        Write("epoch-2.pth", One("a", 2).ToZip());
        Assert.Contains("epoch-1.pth, epoch-2.pth", Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(_folder)).Message);
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0", "git lfs pull")]
    [InlineData("<!DOCTYPE html>", "web page")]
    [InlineData("GGUF\u0003\0\0\0", "GGUF")]
    [InlineData("", "shorter than the 8 bytes")]
    [InlineData("PK\u0003\u0004", "zip archive")]
    public void OtherFilesAreCalledWhatTheyAre(string content, string kind)
    {
        Write("model.safetensors", Encoding.Latin1.GetBytes(content));
        Assert.Contains(kind, Assert.Throws<CheckpointFormatException>(() => Checkpoint.Open(Path.Combine(_folder, "model.safetensors"))).Message);
    }

    [Fact]
    public void AnExtensionProvesNothing()
    {
        Write("model.safetensors", Checkpoints.Training().ToLegacy());
        using var checkpoint = Checkpoint.Open(_folder);
        Assert.Equal("PyTorch legacy file", checkpoint.Format);
    }

    [Fact]
    public void NamesFromAFileDoNotSteerATerminal()
    {
        var error = new CheckpointFormatException("x", "the tensor '\u001b[2J\n' " + new string('y', 5000));
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.InRange(error.Message.Length, 2000, 2100);
    }

    private static TorchFile One(string name, float value)
    {
        var file = new TorchFile();
        file.Root = new Dictionary<string, object?> { [name] = file.Floats(value) };
        return file;
    }

    private static byte[] Index(params (string Tensor, string File)[] places)
        => JsonSerializer.SerializeToUtf8Bytes(new { weight_map = places.ToDictionary(place => place.Tensor, place => place.File) });

    private void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(_folder, name), content);
}
