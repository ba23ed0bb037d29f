using System.Text;
using Fuzz.Samples;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

/// <summary>The largest files that claim or hold as much as can be: none makes the reader allocate more than 64 MB and its own length.</summary>
public sealed class HostileFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void JsonOfMillionsOfValues()
    {
        Takes("config.json", Text("{\"a\":[", "[],", "[]]}", 1_300_000));
        Takes("config.json", Text("{\"id2label\":{", i => $"\"{i}\":\"x\",", "\"x\":\"y\"}}", 300_000));
        Takes("config.json", Text("{", i => $"\"{i}\":1,", "\"x\":1}", 350_000));
        Takes("config.json", Text("{", i => $"\"{i}\":1,", "\"x\":1}", 120_000));
        Takes("config.json", Text("{\"id2label\":{", i => $"\"{i}\":\"x\",", "\"x\":\"y\"}}", 120_000));
        Takes("config.json", Text("{\"a\":[", "[],", "[]]}", 100_000));
        Takes("config.json", Text("", "[", "", 4_000_000));
        Takes("config.json", Text("{", "\"a\":1,", "\"a\":1}", 500_000));
        Takes("config.json", new byte[100_000_000]);
        Takes("model.safetensors.index.json", Text("{\"weight_map\":{", i => $"\"{i}\":\"x\",", "\"x\":\"y\"}}", 300_000));
        Takes("model.safetensors.index.json", Text("{\"weight_map\":{", i => $"\"{i}\":\"{i}\",", "\"x\":\"y\"}}", 250_000));
    }

    [Fact]
    public void SafetensorsHeadersOfMillionsOfTensors()
    {
        Takes("model.safetensors", Checkpoints.Safetensors(Encoding.UTF8.GetString(
            Text("{", i => $"\"{i}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}},", "\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}", 350_000)), []));
        Takes("model.safetensors", Checkpoints.Safetensors(Encoding.UTF8.GetString(Text("{\"x\":{\"dtype\":\"U8\",\"shape\":[", "1,", "1],\"data_offsets\":[0,1]}}", 5_000_000)), [1]));
        Takes("model.safetensors", Checkpoints.Safetensors(Encoding.UTF8.GetString(Text("{\"__metadata__\":{", i => $"\"{i}\":\"\",", "\"x\":\"\"}}", 1_000_000)), []));
        Takes("model.safetensors", Checkpoints.Safetensors(Encoding.UTF8.GetString(
            Text("{", i => $"\"{i}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}},", "\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}", 29_000)), []));
        Takes("model.safetensors", Checkpoints.Safetensors("{}", [], claimedLength: 1UL << 63));
    }

    [Fact]
    public void ArchivesOfManyEntries()
    {
        var zip = new ZipWriter();
        for (var i = 0; i < 65_000; i++)
            zip.Add($"a/data/{i}", []);
        Takes("model.pth", zip.ToArray());
        Takes("model.pth", new ZipWriter().Add("a/data.pkl", new byte[20_000_000], deflate: true).ToArray());
    }

    [Theory]
    [InlineData("N0")]
    [InlineData("]0")]
    [InlineData("K\u0001")]
    [InlineData(")\u0085")]
    [InlineData("X\u0001\0\0\0a")]
    [InlineData("cos\nsystem\n")]
    [InlineData("}q\0")]
    [InlineData("\u0095\0\0\0\0\0\0\0\0")]
    [InlineData("\u0080\u0002")]
    [InlineData("2\u0086")]
    [InlineData("]\u0094")]
    public void PicklesOfMillionsOfInstructions(string instructions)
    {
        var unit = Encoding.Latin1.GetBytes(instructions);
        byte[] pickle = [(byte)']', .. Enumerable.Repeat(unit, 12_000_000 / unit.Length).SelectMany(bytes => bytes), (byte)'.'];
        Takes("model.pth", new ZipWriter().Add("a/data.pkl", pickle).ToArray());
    }

    [Fact]
    public void ABombAsAStorageIsRefused()
    {
        var file = new TorchFile();
        file.Root = new Dictionary<string, object?> { ["x"] = TorchFile.Tensor(file.Storage("ByteStorage", new byte[80_000_000]), [80_000_000]) };
        Takes("model.pth", file.ToZip(deflate: true));
    }

    private void Takes(string name, byte[] content)
    {
        File.WriteAllBytes(Path.Combine(_folder, name), content);
        var others = name == "config.json" ? Checkpoints.Safetensors() : null;
        if (others is not null)
            File.WriteAllBytes(Path.Combine(_folder, "model.safetensors"), others);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var checkpoint = Checkpoint.Open(_folder);
            _ = checkpoint.ClassNames;
            checkpoint.Describe();
        }
        catch (Exception error) when (error is CheckpointFormatException or FileNotFoundException)
        {
            Assert.InRange(error.Message.Length, 20, 3000);
        }
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        foreach (var path in Directory.GetFiles(_folder))
            File.Delete(path);
        Assert.True(taken <= (64L << 20) + content.Length, $"{name} of {content.Length / 1e6:F1} MB made it allocate {taken / 1e6:F1} MB");
    }

    private static byte[] Text(string start, string unit, string end, int count) => Text(start, _ => unit, end, count);

    private static byte[] Text(string start, Func<int, string> unit, string end, int count)
    {
        var text = new StringBuilder(start);
        for (var i = 0; i < count; i++)
            text.Append(unit(i));
        return Encoding.UTF8.GetBytes(text.Append(end).ToString());
    }
}
