using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

/// <summary>Tensors of more than one part, which several threads fill.</summary>
public sealed class TensorFillingTests : IDisposable
{
    // Above where threads begin, and no multiple of a part or a vector.
    private const int Count = 1_300_021;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Int32)]
    public void EveryNumberArrives(ScalarType type)
    {
        using var scope = NewDisposeScope();
        // Exact in every type, and different from its neighbours.
        var expected = arange(Count).remainder(251).to(type);
        SafetensorsWriter.Write(_path, new Dictionary<string, Tensor> { ["first"] = zeros(3), ["x"] = expected });
        using var file = SafetensorsFile.Open(_path);
        Assert.True(file.Load("x").eq(expected).all().item<bool>());

        var floats = full([Count], -1f);
        file.Read("x", floats);
        Assert.Equal(ScalarType.Float32, floats.dtype);
        Assert.True(floats.eq(expected.to(ScalarType.Float32)).all().item<bool>());
    }

    [Fact]
    public void RowsOfALargerTensorAreFilledWhereTheyLie()
    {
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(_path, new Dictionary<string, Tensor> { ["x"] = ones(2, 3).to(ScalarType.Float16) });
        using var file = SafetensorsFile.Open(_path);
        var target = zeros(4, 3);
        file.Read("x", target.narrow(0, 1, 2));
        Assert.Equal([0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0], target.data<float>().ToArray());
        // A transposed target has no rows of its own in memory.
        var columns = zeros(3, 2);
        file.Read("x", columns.t());
        Assert.Equal(6f, columns.sum().item<float>());
    }

    [Fact]
    public void AFileThatShrankMeanwhileIsAnExceptionOfOurs()
    {
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(_path, new Dictionary<string, Tensor> { ["x"] = zeros(Count) });
        using var file = SafetensorsFile.Open(_path);
        using (var stream = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            stream.SetLength(1_000_000);
        Assert.Contains("while it was read", Assert.Throws<CheckpointFormatException>(() => file.Load("x")).Message);
    }
}
