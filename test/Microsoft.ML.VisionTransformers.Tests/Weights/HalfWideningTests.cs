using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

public class HalfWideningTests
{
    private static readonly ushort[] s_all = [.. Enumerable.Range(0, 65536).Select(code => (ushort)code)];

    [Fact]
    public void EveryHalfIsExact()
    {
        var wide = new float[s_all.Length];
        HalfWidening.FromHalf(s_all, wide);
        foreach (var code in s_all)
        {
            var expected = (float)BitConverter.UInt16BitsToHalf(code);
            Assert.True(expected.Equals(wide[code]) && (float.IsNaN(expected) || float.IsNegative(expected) == float.IsNegative(wide[code])), $"{code:X4}: {wide[code]}");
        }
    }

    [Fact]
    public void EveryBrainFloatIsExact()
    {
        var wide = new float[s_all.Length];
        HalfWidening.FromBrainFloat(s_all, wide);
        Assert.All(s_all, code => Assert.Equal((uint)code << 16, BitConverter.SingleToUInt32Bits(wide[code])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(37)]
    public void RestsOfAVectorAreWidenedToo(int length)
    {
        var (half, brain) = (new float[length], new float[length]);
        HalfWidening.FromHalf(s_all.AsSpan(0x3C00, length), half);
        HalfWidening.FromBrainFloat(s_all.AsSpan(0x3F80, length), brain);
        Assert.Equal((float)BitConverter.UInt16BitsToHalf((ushort)(0x3C00 + length - 1)), half[^1]);
        Assert.Equal(BitConverter.UInt32BitsToSingle((uint)(0x3F80 + length - 1) << 16), brain[^1]);
    }
}
