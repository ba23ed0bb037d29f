using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>An image with its texts.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Texts">Numbers of its different texts; at least one.</param>
internal sealed record PairedImage(ImageSource Image, List<int> Texts);
