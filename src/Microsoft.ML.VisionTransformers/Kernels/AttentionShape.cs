using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>Sizes and strides (in floats) of an attention, as attention.h has them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AttentionShape
{
    public long Batch;
    public long Tokens;
    public long Heads;
    public long Width;
    public long BatchStride;
    public long TokenStride;
    public long HeadStride;
    public long OutBatchStride;
    public long OutTokenStride;
    public long OutHeadStride;
    public float Scale;

    /// <summary>Q, K and V interleaved as one linear layer gives them, [batch, tokens, 3, heads, width], to [batch, tokens, heads, width].</summary>
    public static AttentionShape Packed(long batch, long tokens, long heads, long width, float scale) => new()
    {
        Batch = batch,
        Tokens = tokens,
        Heads = heads,
        Width = width,
        BatchStride = tokens * 3 * heads * width,
        TokenStride = 3 * heads * width,
        HeadStride = width,
        OutBatchStride = tokens * heads * width,
        OutTokenStride = heads * width,
        OutHeadStride = width,
        Scale = scale,
    };
}
