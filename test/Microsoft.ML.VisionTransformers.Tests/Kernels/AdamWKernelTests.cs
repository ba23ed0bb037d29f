using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Kernels;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

[Collection("Kernels")]
public unsafe class AdamWKernelTests
{
    // Sizes that leave tails in every vector width, and one that is divided among threads.
    private static readonly int[] s_sizes = [1, 7, 16, 33, 300_001];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void FollowsAdamWsDefinition(int level)
    {
        var (parameters, gradients) = Inputs();
        float[][] actual = Run(level, threads: 2, parameters, gradients);
        for (int t = 0; t < s_sizes.Length; t++)
        {
            for (int i = 0; i < s_sizes[t]; i += Math.Max(1, s_sizes[t] / 500))
            {
                double p = parameters[t][i], m = 0, v = 0, lr = 1e-3 * (t + 1), decay = t % 2 == 0 ? 0.05 : 0;
                for (int step = 1; step <= 3; step++)
                {
                    double g = gradients[t][i] * step;
                    p *= 1 - lr * decay;
                    m = 0.9 * m + 0.1 * g;
                    v = 0.95 * v + 0.05 * g * g;
                    p -= lr / (1 - Math.Pow(0.9, step)) * m / (Math.Sqrt(v) / Math.Sqrt(1 - Math.Pow(0.95, step)) + 1e-8);
                }
                Assert.Equal(p, actual[t][i], 1e-6 * Math.Max(1, Math.Abs(p)));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void IsTheSameToTheBitWhateverTheThreads(int level)
    {
        var (parameters, gradients) = Inputs();
        float[][] one = Run(level, 1, parameters, gradients), four = Run(level, 4, parameters, gradients);
        for (int t = 0; t < s_sizes.Length; t++)
            Assert.True(one[t].AsSpan().SequenceEqual(four[t]));
    }

    private static (float[][] Parameters, float[][] Gradients) Inputs()
    {
        var random = new SeededRandom(11);
        float[] Values(int size, double scale)
        {
            var values = new float[size];
            for (int i = 0; i < size; i++)
                values[i] = (float)(scale * random.Uniform(-1, 1));
            return values;
        }
        return (s_sizes.Select(s => Values(s, 1)).ToArray(), s_sizes.Select(s => Values(s, 0.1)).ToArray());
    }

    /// <summary>Three steps, the gradient growing by its original value each time.</summary>
    private static float[][] Run(int level, int threads, float[][] parameters, float[][] gradients)
    {
        Assert.True(KernelLibrary.IsAvailable);
        KernelLibrary.vtk_set_cpu_level(level);
        try
        {
            float[][] updated = parameters.Select(p => p.ToArray()).ToArray();
            float[][] means = parameters.Select(p => new float[p.Length]).ToArray(), squares = parameters.Select(p => new float[p.Length]).ToArray();
            for (int step = 1; step <= 3; step++)
            {
                float[][] scaled = gradients.Select(g => g.Select(x => x * step).ToArray()).ToArray();
                var handles = new List<System.Buffers.MemoryHandle>();
                float* Pin(float[] array)
                {
                    handles.Add(array.AsMemory().Pin());
                    return (float*)handles[^1].Pointer;
                }
                var tensors = new AdamWTensor[updated.Length];
                for (int t = 0; t < tensors.Length; t++)
                    tensors[t] = new AdamWTensor
                    {
                        Parameter = Pin(updated[t]),
                        Gradient = Pin(scaled[t]),
                        Mean = Pin(means[t]),
                        Square = Pin(squares[t]),
                        Size = updated[t].Length,
                        LearningRate = 1e-3 * (t + 1),
                        WeightDecay = t % 2 == 0 ? 0.05 : 0,
                    };
                fixed (AdamWTensor* pointer = tensors)
                    KernelLibrary.vtk_adamw_step(pointer, tensors.Length, 0.9, 0.95, 1e-8, step, threads);
                handles.ForEach(h => h.Dispose());
            }
            return updated;
        }
        finally
        {
            KernelLibrary.vtk_set_cpu_level(-1);
        }
    }
}
