using System.Text;
using Fuzz.Samples;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.MindSpore;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.MindSpore;

public class MindSporeFileTests
{
    [Fact]
    public void TensorsAreRead()
    {
        using var scope = NewDisposeScope();
        var matrix = arange(6, float32).reshape(2, 3);
        var checksum = Encoding.ASCII.GetBytes("crc_num").Concat(new byte[10]);
        byte[] version = MindSporeWriter.Value("version", [], "str", "2.0"u8.ToArray());
        using var file = Open([.. version, .. MindSporeWriter.File([new("a", matrix), new("step", tensor(7L))]), .. checksum]);
        Assert.Equal(["a", "step"], file.Entries.Keys);
        Assert.Equal([2, 3], file.Entries["a"].Shape);
        Assert.Empty(file.Entries["step"].Shape);
        Assert.True(file.Load("a").eq(matrix).all().item<bool>());
        Assert.Equal(7L, file.Load("step").item<long>());
        var target = zeros(2, 3, float64);
        file.Read("a", target);
        Assert.Equal(5, target[1, 2].item<double>());
    }

    [Fact]
    public void SlicesOfOneTensorAreJoined()
    {
        using var scope = NewDisposeScope();
        var values = arange(10, float32);
        var bytes = values.bytes.ToArray();
        using var file = Open(
        [
            .. MindSporeWriter.Value("w", [10], "Float32", bytes[..12]),
            .. MindSporeWriter.Value("w", [10], "Float32", bytes[12..]),
            .. MindSporeWriter.Value("next", [1], "float32", bytes[..4]),
        ]);
        Assert.True(file.Load("w").eq(values).all().item<bool>());
        Assert.Equal(["w", "next"], file.Entries.Keys);
    }

    [Fact]
    public void HalvesAndPackedShapesAreRead()
    {
        using var scope = NewDisposeScope();
        byte[] tensor = [.. MindSporeWriter.Field(1, [1, 2]), .. MindSporeWriter.Field(2, "Float16"u8.ToArray()), .. MindSporeWriter.Field(3, [0x00, 0x3C, 0x00, 0xC0])];
        using var file = Open(MindSporeWriter.Field(1, [.. MindSporeWriter.Field(1, "h"u8.ToArray()), .. MindSporeWriter.Field(2, tensor)]));
        Assert.Equal([1, 2], file.Entries["h"].Shape);
        var target = zeros(1, 2);
        file.Read("h", target);
        Assert.Equal([1f, -2f], target.data<float>().ToArray());
    }

    public static TheoryData<string, byte[], string> Lies => new()
    {
        { "a length beyond the file", [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], "claims" },
        { "a number without end", [0x0A, .. Enumerable.Repeat((byte)0x80, 12)], "more than ten bytes" },
        { "more numbers than bytes", MindSporeWriter.Value("w", [1L << 40, 1L << 40], "Float32", new byte[4]), "which is not F32" },
        { "no numbers of no bytes, too many to count", MindSporeWriter.Value("w", [1L << 40, 1L << 40, 0], "Float32", []), "which is not F32" },
        { "a negative side", MindSporeWriter.Value("w", [-1], "Float32", new byte[4]), "which is not F32" },
        { "too few bytes", MindSporeWriter.Value("w", [3], "Float32", new byte[8]), "has 8 bytes" },
        { "two tensors of one name", [.. Value("w"), .. Value("v"), .. Value("w")], "two tensors 'w'" },
        { "slices that differ", [.. Value("w"), .. MindSporeWriter.Value("w", [2], "Float32", new byte[4])], "slices of 'w' differ" },
        { "an unknown type", MindSporeWriter.Value("w", [1], "Complex7", new byte[4]), "'Complex7'" },
        { "a tensor without a name", MindSporeWriter.Field(1, MindSporeWriter.Field(2, [])), "no name" },
        { "a hash table", MindSporeWriter.Field(1, [.. MindSporeWriter.Field(1, "t"u8.ToArray()), .. MindSporeWriter.Field(3, [])]), "hash table" },
        { "many dimensions", MindSporeWriter.Value("w", [.. Enumerable.Repeat(1L, 40)], "Float32", new byte[4]), "more than 16 dimensions" },
        { "a group", [0x0B], "of kind 3" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void LiesAreRefused(string what, byte[] bytes, string message)
    {
        var error = Assert.Throws<CheckpointFormatException>(() => Open(bytes));
        Assert.True(error.Message.Contains(message), $"{what}: {error.Message}");
    }

    [Fact]
    public void CutOffOrDamagedFilesAreRefusedOrReadButNothingElse()
    {
        byte[] whole = [.. Value("first"), .. Value("second")];
        for (var length = 0; length < whole.Length; length++)
            Try(whole[..length]);
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var damaged = whole.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Try(damaged);
        }

        static void Try(byte[] bytes)
        {
            try
            {
                using var scope = NewDisposeScope();
                using var file = Open(bytes);
                foreach (var name in file.Entries.Keys)
                    file.Load(name);
            }
            catch (CheckpointFormatException)
            {
            }
        }
    }

    [Fact]
    public void AVisionTransformerOfMindFormersIsLoadedByItsFile()
    {
        using var scope = NewDisposeScope();
        var configuration = new ViTConfiguration
        {
            ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 64, Depth = 2, Heads = 1, MlpRatio = 2, NumClasses = 5, Pooling = ViTPooling.Average,
        };
        using var source = NetworkFactory.Create(configuration, seed: 1);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "vit_base_p16.ckpt");
        var weights = ViTKeyMaps.MindFormers.Export(source.state_dict());
        weights["adam_m.vit.cls_tokens"] = zeros(1, 1, 64);
        File.WriteAllBytes(path, MindSporeWriter.File(weights));

        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal("MindSpore checkpoint", checkpoint.Format);
        Assert.Equal(configuration with { PositionResampling = Microsoft.ML.VisionTransformers.Modules.PositionResampling.Plain, FcNorm = true }, checkpoint.Identity!.Configuration);
        using var target = NetworkFactory.Create(configuration, seed: 2);
        var report = CheckpointLoader.Load(checkpoint, target);
        Assert.Equal("MindFormers", report.Naming);
        Assert.Equal(source.state_dict().Count, report.Loaded.Count);
        source.eval();
        target.eval();
        var images = randn(2, 3, 16, 16);
        Assert.True(source.call(images).eq(target.call(images)).all().item<bool>());
    }

    private static byte[] Value(string name) => MindSporeWriter.Value(name, [1], "Float32", [0, 0, 128, 63]);

    private static MindSporeFile Open(byte[] bytes) => MindSporeFile.Open(MemoryBytes.Take(new MemoryStream(bytes), bytes.Length));
}
