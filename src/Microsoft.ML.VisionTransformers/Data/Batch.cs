using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>What an objective gets for one step. The tensors belong to the source and hold until the next batch is asked for.</summary>
/// <param name="Images">[count, channels, height, width], normalised.</param>
/// <param name="Labels">[count] 64-bit classes from 0.</param>
/// <param name="Count">Number of examples.</param>
internal sealed record Batch(Tensor Images, Tensor Labels, int Count)
{
    /// <summary>Its place in the epoch, from 0; a batch whose images are all unusable leaves a gap.</summary>
    public int Number { get; init; }

    /// <summary>[count, context] the tokens of each image's text, where images come with texts; the labels then are the texts' numbers, equal for equal texts.</summary>
    public Tensor? Texts { get; init; }

    /// <summary>[count, classes] what shares the images have in the classes, where they are mixed; null: each is of its label alone.</summary>
    public Tensor? Targets { get; init; }
}
