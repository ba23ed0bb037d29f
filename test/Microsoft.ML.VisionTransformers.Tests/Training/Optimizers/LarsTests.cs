using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Training.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Optimizers;

public class LarsTests
{
    [Fact]
    public void AMatrixMovesByAShareOfItsLength()
    {
        using var matrix = new Parameter(tensor(new float[] { 3, 4 }).reshape(1, 2));
        using var optimizer = new Lars([new ParameterGroup([("m", matrix)], 0)], new LarsSettings(0.5, 0.1));
        Step(optimizer, matrix, [0, 20], 1);             // 0.1 * 5 / 20 of the gradient: [0, 0.5]
        Assert.Equal([3f, 3.5f], matrix.data<float>().ToArray());
        Step(optimizer, matrix, [0, 1], 1);              // length 0.1 * sqrt(9 + 12.25), and half of the last update
        Assert.Equal(3.5 - (0.25 + 0.1 * Math.Sqrt(21.25)), matrix.data<float>().ToArray()[1], 1e-5);
    }

    [Fact]
    public void AVectorIsPlainMomentumWithoutDecay()
    {
        using var vector = new Parameter(tensor(new float[] { 1, 2 }));
        using var optimizer = new Lars([new ParameterGroup([("v", vector)], 0.5, 2)], new LarsSettings());
        Step(optimizer, vector, [1, 0], 0.1);
        Step(optimizer, vector, [1, 0], 0.1);
        Assert.Equal([1 - 0.2f - 0.2f * 1.9f, 2f], vector.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void DecayIsPartOfTheUpdateBeforeItIsScaled()
    {
        using var matrix = new Parameter(tensor(new float[] { 3, 4 }).reshape(1, 2));
        using var optimizer = new Lars([new ParameterGroup([("m", matrix)], 1)], new LarsSettings(0, 0.1));
        Step(optimizer, matrix, [0, 0], 1);              // the update is the matrix itself
        Assert.Equal([2.7f, 3.6f], matrix.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void ZeroWeightsAreNotScaledToNothing()
    {
        using var matrix = new Parameter(zeros(1, 2));
        using var optimizer = new Lars([new ParameterGroup([("m", matrix)], 0)], new LarsSettings());
        Step(optimizer, matrix, [1, 0], 0.5);
        Assert.Equal([-0.5f, 0f], matrix.data<float>().ToArray());
        Assert.Null(matrix.grad);
    }

    private static void Step(Lars optimizer, Parameter parameter, float[] gradient, double rate)
    {
        parameter.grad = tensor(gradient).reshape(parameter.shape);
        optimizer.Step(rate);
    }
}
