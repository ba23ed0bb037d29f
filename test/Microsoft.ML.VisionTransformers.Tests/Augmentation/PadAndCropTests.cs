using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Augmentation;

public class PadAndCropTests
{
    [Fact]
    public void MovesByWholePixelsInAllDirectionsAlike()
    {
        var image = new RgbImage(9, 7);
        image.Pixels[(3 * 9 + 4) * 3] = 255; // the centre is red
        var places = new int[5, 5];
        for (int index = 0; index < 5000; index++)
        {
            var random = new SeededRandom(9, 0, index);
            var moved = new PadAndCrop(2, [0, 10, 0]).Apply(image, ref random);
            int place = Array.IndexOf(moved.Pixels, (byte)255) / 3;
            int y = place / 9 - 3 + 2, x = place % 9 - 4 + 2;
            places[y, x]++;
            if (x == 0)
                Assert.Equal(10, moved.Pixels[8 * 3 + 1]); // border at the right, where the image has moved to the left
        }
        Assert.All(places.Cast<int>(), count => Assert.InRange(count, 140, 260));
    }
}
