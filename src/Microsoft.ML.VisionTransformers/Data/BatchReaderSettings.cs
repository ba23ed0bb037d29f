using Microsoft.ML.VisionTransformers.Augmentation;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>How a <see cref="BatchReader"/> reads.</summary>
internal sealed record BatchReaderSettings
{
    public int BatchSize { get; init; } = 32;

    /// <summary>A new order each epoch, from <see cref="Seed"/>; off: the order of the examples.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Whether each class has as many turns as any other; goes with <see cref="Shuffle"/>.</summary>
    public bool Balanced { get; init; }

    /// <summary>Turns that an example has in a row, augmented anew; goes with <see cref="Shuffle"/>, not with <see cref="Balanced"/>.</summary>
    public int Repeats { get; init; } = 1;

    public long Seed { get; init; }

    public ImageAugmentation Augmentation { get; init; } = ImageAugmentation.None;

    /// <summary>Threads that decode and augment; 0 = one a core, 8 at most, since the network needs the cores too.</summary>
    public int Threads { get; init; }

    /// <summary>Batches made ready before they are asked for; each takes the memory of one batch.</summary>
    public int ReadAhead { get; init; } = 3;

    /// <summary>Most bytes of 8-bit pixels kept between epochs, so that small images are decoded once.</summary>
    public long CacheBytes { get; init; } = 1L << 30;

    /// <summary>Share of images that may be unusable before that is an error.</summary>
    public double MaxBadImages { get; init; } = 0.01;

    /// <summary>Told of each image that is skipped, once.</summary>
    public Action<string>? Warning { get; init; }

    /// <summary>Where batches are handed out; null = CPU.</summary>
    public Device? Device { get; init; }
}
