using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>What the stages before the transformer hand out.</summary>
/// <param name="Stage1">The first stage's map: <c>[B, C1, H / 4, W / 4]</c>.</param>
/// <param name="Stage2">The second stage's map: <c>[B, C2, H / 8, W / 8]</c>.</param>
/// <param name="Tokens">What the transformer gets, before positions are added: <c>[B, N, D]</c>.</param>
internal sealed record ConvMaps(Tensor Stage1, Tensor Stage2, Tensor Tokens);
