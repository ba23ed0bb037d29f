using System.Runtime.InteropServices;
using Microsoft.ML.VisionTransformers.Search;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Search;

public sealed unsafe class MappedVectorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_opened_is_mapped_whatever_takes_its_place()
    {
        var path = Write("vectors", 1, 2, 3, 4);
        var file = new FileBytes(path);
        File.Move(Write("others", 9, 9, 9, 9), path, overwrite: true);
        using var mapped = new MappedVectors(file, sizeof(float), 1, 2);
        Assert.Equal((2f, 3f, 1L), (mapped.Vectors[0], mapped.Vectors[1], mapped.Rows));
        Assert.Equal(path, mapped.Path);
    }

    [Fact]
    public void A_file_that_ends_before_its_vectors_is_refused()
    {
        using var file = new FileBytes(Write("vectors", 1, 2, 3, 4));
        var message = Assert.Throws<CheckpointFormatException>(() => new MappedVectors(file, sizeof(float), 2, 2)).Message;
        Assert.Contains("end at byte 20", message);
        Assert.Contains("it has 16", message);
    }

    private string Write(string name, params float[] numbers) => _folder.Write(name, MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray());
}
