using Microsoft.ML.VisionTransformers.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

/// <summary>What a function makes of tensors, and the gradients of its result times a fixed random tensor.</summary>
internal static class WithGradients
{
    /// <returns>The result and the gradient of each input, null for those that get none.</returns>
    public static List<Tensor?> Of(Tensor[] inputs, Func<Tensor[], Tensor> function)
    {
        Tensor[] own = [.. inputs.Select(input => input.detach().clone().requires_grad_(input.requires_grad))];
        var y = function(own);
        manual_seed(7);
        (y * randn(y.shape).to(y.dtype)).sum().backward();
        return [y.detach(), .. own.Select(input => input.grad)];
    }

    /// <summary>The same on each instruction set of this processor.</summary>
    public static IEnumerable<List<Tensor?>> OnEachInstructionSet(Tensor[] inputs, Func<Tensor[], Tensor> function)
    {
        var best = KernelLibrary.vtk_cpu_level();
        try
        {
            for (var level = 0; level <= best; level++)
            {
                Assert.Equal(level, KernelLibrary.vtk_set_cpu_level(level));
                yield return Of(inputs, function);
            }
        }
        finally
        {
            KernelLibrary.vtk_set_cpu_level(-1);
        }
    }

    /// <summary>The largest difference of any two numbers, as a share of the largest number.</summary>
    public static void AssertClose(List<Tensor?> expected, List<Tensor?> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i] is null, actual[i] is null);
            if (expected[i] is not { } e)
                continue;
            Assert.Equal(e.shape, actual[i]!.shape);
            var difference = (e.to(ScalarType.Float64) - actual[i]!.to(ScalarType.Float64)).abs().max().ToDouble();
            Assert.InRange(difference, 0, tolerance * Math.Max(1, e.abs().max().ToDouble()));
        }
    }

    /// <summary>Whether one, two and three threads give the same bits.</summary>
    public static void AssertThreadsDoNotMatter(Tensor[] inputs, Func<Tensor[], Tensor> function)
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            var alone = Of(inputs, function);
            for (var count = 2; count <= 3; count++)
            {
                set_num_threads(count);
                Assert.All(alone.Zip(Of(inputs, function)), pair => Assert.True(pair.First!.eq(pair.Second!).all().item<bool>()));
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }
}
