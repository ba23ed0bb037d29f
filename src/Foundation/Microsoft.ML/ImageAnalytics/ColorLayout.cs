using System.Numerics;
using ColorBits = Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator.ColorBits;
using ColorsOrder = Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator.ColorsOrder;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Which colours a vector holds, and at which place each: -1 for those it doesn't.</summary>
internal sealed class ColorLayout
{
    public ColorLayout(ColorBits colors, ColorsOrder order)
    {
        var next = 0;
        foreach (var letter in order.ToString())
        {
            switch (letter)
            {
                case 'A':
                    Alpha = Place(ColorBits.Alpha);
                    break;
                case 'R':
                    Red = Place(ColorBits.Red);
                    break;
                case 'G':
                    Green = Place(ColorBits.Green);
                    break;
                case 'B':
                    Blue = Place(ColorBits.Blue);
                    break;
            }
        }

        int Place(ColorBits color) => (colors & color) != 0 ? next++ : -1;
    }

    public int Alpha { get; }
    public int Red { get; }
    public int Green { get; }
    public int Blue { get; }

    public static int CountPlanes(ColorBits colors) => BitOperations.PopCount((uint)(colors & ColorBits.All));
}
