using System.IO.Compression;
using Fuzz.Samples;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.NumPy;
using Microsoft.ML.VisionTransformers.Weights.PyTorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.NumPy;

public class NumPyArchiveTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ArraysAreRead(bool compressed)
    {
        using var scope = NewDisposeScope();
        var matrix = arange(6, float32).reshape(2, 3);
        byte[] integers = [1, 0, 0, 0, 0, 0, 0, 0];
        using var archive = Open(NumPyWriter.Archive(
        [
            ("a/b", NumPyWriter.Array("<f4", [2, 3], matrix.bytes.ToArray())),
            ("n", NumPyWriter.Array("<i8", [], integers)),
            ("v", NumPyWriter.Array("<i8", [1], integers)),
        ], compressed));
        Assert.Equal(["a/b", "n", "v"], archive.Entries.Keys);
        Assert.True(archive.Load("a/b").eq(matrix).all().item<bool>());
        Assert.Empty(archive.Entries["n"].Shape);
        Assert.Equal(1L, archive.Load("n").item<long>());
        Assert.Equal([1], archive.Entries["v"].Shape);
        var target = zeros(2, 3, float64);
        archive.Read("a/b", target);
        Assert.Equal(5, target[1, 2].item<double>());
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", "column by column")]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "element type >f4")]
    [InlineData("{'descr': '|O8', 'fortran_order': False, 'shape': (1,), }", "element type |O8")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "no plain array")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (__import__('os'),), }", "no plain array")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "has 4 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "a side of")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 4294967296), }", "has 4 bytes")]
    public void LiesAreRefused(string dictionary, string message)
    {
        var error = Assert.Throws<CheckpointFormatException>(() => Open(NumPyWriter.Archive([("w", NumPyWriter.Array(dictionary, [0, 0, 0, 0]))])));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void ALongHeaderIsRefused()
    {
        var array = NumPyWriter.Array("<f4", [1], [0, 0, 0, 0]);
        (array[8], array[9]) = (0xFF, 0xFF);
        Assert.Contains("header of 65535 bytes", Assert.Throws<CheckpointFormatException>(() => Open(NumPyWriter.Archive([("w", array)]))).Message);
    }

    [Fact]
    public void OtherArchivesAreLeftToOthers()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("archive/data.pkl");
        using var file = Bytes(stream.ToArray());
        Assert.Null(NumPyArchive.Open(file, ZipDirectory.Read(file)));
    }

    private static MemoryBytes Bytes(byte[] bytes) => MemoryBytes.Take(new MemoryStream(bytes), bytes.Length);

    private static NumPyArchive Open(byte[] bytes)
    {
        var file = Bytes(bytes);
        return NumPyArchive.Open(file, ZipDirectory.Read(file))!;
    }
}
