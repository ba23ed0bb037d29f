using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Kernels;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

[Collection("Kernels")]
public unsafe class AttentionKernelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void EqualsThePlainFormulaForwardAndBackward(int level)
    {
        foreach (var (batch, tokens, heads, width) in new[] { (2, 16, 3, 32), (1, 17, 2, 24), (2, 5, 1, 5), (1, 50, 1, 80), (1, 1, 2, 16) })
        {
            var shape = AttentionShape.Packed(batch, tokens, heads, width, 1 / MathF.Sqrt(width));
            float[] qkv = Values(batch * tokens * 3 * heads * width, 1), slope = Values(batch * tokens * heads * width, 2);
            var (expected, expectedGradient) = Plain(shape, qkv, slope);
            var (actual, gradient) = Run(level, 1, shape, qkv, slope);
            Assert.All(actual.Zip(expected), p => Assert.Equal(p.Second, p.First, 5e-6));
            Assert.All(gradient.Zip(expectedGradient), p => Assert.Equal(p.Second, p.First, 5e-6));

            var threaded = Run(level, 3, shape, qkv, slope);
            Assert.True(actual.AsSpan().SequenceEqual(threaded.Out) && gradient.AsSpan().SequenceEqual(threaded.Gradient));
        }
    }

    [Fact]
    public void StandsLargeScores()
    {
        var shape = AttentionShape.Packed(1, 3, 1, 4, 1);
        float[] qkv = Values(3 * 12, 3).Select(v => v * 60).ToArray();
        Assert.All(Run(-1, 1, shape, qkv, new float[12]).Out, v => Assert.True(float.IsFinite(v)));
    }

    private static float[] Values(int count, long seed)
    {
        var random = new SeededRandom(seed);
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)random.Uniform(-1.5, 1.5);
        return values;
    }

    private static (float[] Out, float[] Gradient) Run(int level, int threads, AttentionShape shape, float[] qkv, float[] slope)
    {
        Assert.True(KernelLibrary.IsAvailable);
        KernelLibrary.vtk_set_cpu_level(level);
        try
        {
            long part = shape.Heads * shape.Width;
            float[] result = new float[slope.Length], gradient = new float[qkv.Length], logSums = new float[shape.Batch * shape.Heads * shape.Tokens];
            fixed (float* q = qkv, o = result, l = logSums, go = slope, g = gradient)
            {
                var forward = new AttentionForward { Q = q, K = q + part, V = q + 2 * part, Out = o, LogSums = l };
                Assert.Equal(0, KernelLibrary.vtk_attention_forward(shape, forward, threads));
                var backward = new AttentionBackward
                {
                    Q = q,
                    K = q + part,
                    V = q + 2 * part,
                    Out = o,
                    LogSums = l,
                    GradOut = go,
                    GradQ = g,
                    GradK = g + part,
                    GradV = g + 2 * part,
                };
                Assert.Equal(0, KernelLibrary.vtk_attention_backward(shape, backward, threads));
            }
            return (result, gradient);
        }
        finally
        {
            KernelLibrary.vtk_set_cpu_level(-1);
        }
    }

    /// <summary>The definition, in double precision, with indices written out.</summary>
    private static (double[] Out, double[] Gradient) Plain(AttentionShape s, float[] qkv, float[] slope)
    {
        int n = (int)s.Tokens, h = (int)s.Heads, w = (int)s.Width;
        double[] result = new double[slope.Length], gradient = new double[qkv.Length];
        int At(int b, int t, int part, int head, int d) => (((b * n + t) * 3 + part) * h + head) * w + d;
        int OutAt(int b, int t, int head, int d) => ((b * n + t) * h + head) * w + d;
        for (int b = 0; b < s.Batch; b++)
        {
            for (int head = 0; head < h; head++)
            {
                for (int i = 0; i < n; i++)
                {
                    var p = new double[n];
                    for (int j = 0; j < n; j++)
                        for (int d = 0; d < w; d++)
                            p[j] += qkv[At(b, i, 0, head, d)] * (double)qkv[At(b, j, 1, head, d)] * s.Scale;
                    double top = p.Max(), total = p.Sum(x => Math.Exp(x - top));
                    for (int j = 0; j < n; j++)
                        p[j] = Math.Exp(p[j] - top) / total;
                    var dp = new double[n];
                    for (int j = 0; j < n; j++)
                    {
                        for (int d = 0; d < w; d++)
                        {
                            result[OutAt(b, i, head, d)] += p[j] * qkv[At(b, j, 2, head, d)];
                            gradient[At(b, j, 2, head, d)] += p[j] * slope[OutAt(b, i, head, d)];
                            dp[j] += slope[OutAt(b, i, head, d)] * (double)qkv[At(b, j, 2, head, d)];
                        }
                    }
                    double along = dp.Zip(p, (x, y) => x * y).Sum();
                    for (int j = 0; j < n; j++)
                    {
                        double ds = p[j] * (dp[j] - along) * s.Scale;
                        for (int d = 0; d < w; d++)
                        {
                            gradient[At(b, i, 0, head, d)] += ds * qkv[At(b, j, 1, head, d)];
                            gradient[At(b, j, 1, head, d)] += ds * qkv[At(b, i, 0, head, d)];
                        }
                    }
                }
            }
        }
        return (result, gradient);
    }
}
