using System.Buffers.Binary;
using System.Text;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

public class SafetensorsTests
{
    // 13 MB of weights.
    private static readonly ViTConfiguration s_tiny = new() { ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 256, Depth = 4, Heads = 4, NumClasses = 5 };

    [Fact]
    public void AHeaderWhoseLengthLooksLikeAPicklesStartIsRead()
    {
        var path = Path.GetTempFileName();
        foreach (var padding in Enumerable.Range(0, 400))
        {
            SafetensorsWriter.Write(path, new Dictionary<string, Tensor> { ["x"] = ones(2) }, new Dictionary<string, string> { ["note"] = new('n', padding) });
            using var checkpoint = Checkpoint.Open(path);
            Assert.Equal("safetensors", checkpoint.Format);
        }
        File.Delete(path);
    }

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["float"] = randn(3, 4),
            ["bytes"] = tensor(new byte[] { 1, 2, 3 }),
            ["long"] = tensor(new long[] { -5, 1L << 40 }),
            ["flags"] = tensor(new[] { true, false }),
            ["half"] = randn(5).to(ScalarType.Float16),
            ["scalar"] = tensor(2.5f),
            ["empty"] = zeros(0, 4),
            ["view"] = randn(4, 6).transpose(0, 1),
        };
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors, new Dictionary<string, string> { ["epoch"] = "3" });
        stream.Position = 0;
        using var file = SafetensorsFile.Read(stream);

        Assert.Equal("3", file.Metadata["epoch"]);
        Assert.Equal(tensors.Keys.Order(), file.Entries.Keys.Order());
        foreach (var name in file.Entries.Keys)
        {
            var expected = tensors[name];
            var actual = file.Load(name);
            Assert.Equal(expected.dtype, actual.dtype);
            Assert.Equal(expected.shape, actual.shape);
            if (expected.numel() > 0)
                Assert.True(expected.eq(actual).all().item<bool>(), name);
        }
    }

    [Fact]
    public void FilesAreWholeOrNotThere()
    {
        var path = Path.Combine(Path.GetTempPath(), $"safetensors-{Guid.NewGuid():N}");
        using var scope = NewDisposeScope();
        var weights = randn(100, 7);
        SafetensorsWriter.Write(path, new Dictionary<string, Tensor> { ["weights"] = weights });
        Assert.False(File.Exists(path + ".unfinished"));
        using (var file = SafetensorsFile.Open(path))
            Assert.True(weights.eq(file.Load("weights")).all().item<bool>());
        File.Delete(path);
    }

    [Fact]
    public void AFileThatCannotBeWrittenLeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var path = Path.Combine(folder.Path, "weights.safetensors");
        var tensors = new Dictionary<string, Tensor> { ["a"] = ones(2), ["b"] = ones(2).to(ScalarType.ComplexFloat64) };
        Assert.Throws<NotSupportedException>(() => SafetensorsWriter.Write(path, tensors));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void EveryTypeOfTheFormatIsRead()
    {
        var items = new (string Type, byte[] Bytes, double Value)[]
        {
            ("F32", BitConverter.GetBytes(1.5f), 1.5),
            ("F64", BitConverter.GetBytes(-2.25), -2.25),
            ("F16", BitConverter.GetBytes((Half)0.5), 0.5),
            ("BF16", [0xC0, 0x3F], 1.5),
            ("F8_E4M3", [0x3C], 1.5),
            ("F8_E4M3", [0x7E], 448),
            ("F8_E4M3", [0x81], -0.001953125),
            ("F8_E5M2", [0x3E], 1.5),
            ("F8_E5M2", [0x7B], 57344),
            ("I8", [0xFE], -2),
            ("U8", [0xFE], 254),
            ("I16", [0xFE, 0xFF], -2),
            ("U16", [0xFE, 0xFF], 65534),
            ("I32", [1, 0, 0, 0x80], int.MinValue + 1),
            ("U32", [0xFF, 0xFF, 0xFF, 0xFF], uint.MaxValue),
            ("I64", BitConverter.GetBytes(-3L), -3),
            ("U64", BitConverter.GetBytes(1UL << 50), 1L << 50),
            ("BOOL", [1], 1),
        };
        using var scope = NewDisposeScope();
        foreach (var (type, bytes, value) in items)
        {
            using var file = SafetensorsFile.Read(Raw($$$"""{"x":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[0,{{{bytes.Length}}}]}}""", bytes));
            Assert.Equal(value, file.Load("x").to(ScalarType.Float64).item<double>());
        }
    }

    [Fact]
    public void ANumberThatTorchCannotHoldIsRefused()
    {
        using var file = SafetensorsFile.Read(Raw("""{"x":{"dtype":"U64","shape":[1],"data_offsets":[0,8]}}""", BitConverter.GetBytes(ulong.MaxValue)));
        Assert.Contains("18446744073709551615", Assert.Throws<CheckpointFormatException>(() => file.Load("x")).Message);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "range 0..4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[9223372036854775807,9],"data_offsets":[0,4]}}""", "range")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "range")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4000000000000]}}""", "4000000000000 bytes")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "begins at 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "begins at 2")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "twice")]
    [InlineData("""{"x":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}""", "unknown type Q4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1]}}""", "lacks")]
    [InlineData("""{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", "3 bytes of data, and it holds 4")]
    [InlineData("""[1]""", "header")]
    [InlineData("""{"x":""", "header")]
    public void AHeaderThatLiesIsRefused(string header, string reason)
        => Assert.Contains(reason, Assert.Throws<CheckpointFormatException>(() => SafetensorsFile.Read(Raw(header, [0, 0, 0, 0]))).Message);

    [Fact]
    public void AHeaderLongerThanTheFileIsRefused()
    {
        var bytes = new byte[20];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, 1UL << 60);
        Assert.Contains("claims", Assert.Throws<CheckpointFormatException>(() => SafetensorsFile.Read(new MemoryStream(bytes))).Message);
        Assert.Throws<CheckpointFormatException>(() => SafetensorsFile.Read(new MemoryStream([1, 2])));
    }

    [Fact]
    public void AStreamThatEndsEarlyIsRefusedWhenItEnds()
    {
        using var stream = new OneWay(Raw("""{"x":{"dtype":"U8","shape":[100],"data_offsets":[0,100]}}""", [1, 2]));
        using var file = SafetensorsFile.Read(stream);
        Assert.Contains("98 bytes early", Assert.Throws<CheckpointFormatException>(() => file.Load("x")).Message);
    }

    [Fact]
    public void AnEndlessClaimInAStreamOfUnknownLengthIsNotBelieved()
    {
        using var stream = new OneWay(Raw("""{"x":{"dtype":"U8","shape":[1000000000000],"data_offsets":[0,1000000000000]}}""", [1, 2]));
        using var network = NetworkFactory.Create(s_tiny);
        Assert.Equal(["x"], Assert.Throws<CheckpointMismatchException>(() => CheckpointLoader.LoadExact(stream, network, s_tiny)).UnexpectedKeys);
    }

    [Fact]
    public void AStreamGoesIntoTheNetworkWithoutBeingKept()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_tiny, seed: 1);
        using var target = NetworkFactory.Create(s_tiny, seed: 2);
        using var saved = new MemoryStream();
        SafetensorsWriter.Write(saved, source.state_dict());
        saved.Position = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        CheckpointLoader.LoadExact(new OneWay(saved), target, s_tiny);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, saved.Length / 4);
        foreach (var (name, weight) in source.state_dict())
            Assert.True(weight.eq(target.state_dict()[name]).all().item<bool>(), name);
    }

    private static MemoryStream Raw(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        return new MemoryStream([.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data]);
    }

    /// <summary>A stream that doesn't tell its length, as a zip's entries.</summary>
    private sealed class OneWay(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
