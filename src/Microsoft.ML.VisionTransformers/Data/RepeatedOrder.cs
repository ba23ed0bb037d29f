using Microsoft.ML.VisionTransformers.Augmentation;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>
/// Repeated augmentation (Hoffer et al., "Augment your batch", 2020; Berman et al., "MultiGrain", 2019), as DeiT and timm have it: images come several
/// times in a row, augmented anew, and an epoch stays as long, so that it sees a part of them; which, changes from epoch to epoch. timm's
/// rounding of the epoch down to a multiple of 256 is left out, which would leave nothing of small sets.
/// </summary>
internal static class RepeatedOrder
{
    /// <param name="count">Examples, and turns.</param>
    /// <param name="repeats">Turns of an example, at least 1; the last of an epoch may have fewer.</param>
    /// <param name="random">Of the epoch.</param>
    public static ExampleDraw[] Of(int count, int repeats, SeededRandom random)
    {
        var order = random.Permutation(count);
        return [.. Enumerable.Range(0, count).Select(turn => new ExampleDraw(order[turn / repeats], turn % repeats))];
    }
}
