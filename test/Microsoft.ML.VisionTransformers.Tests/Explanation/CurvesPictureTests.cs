using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Explanation;

public sealed class CurvesPictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void DrawsCurvesThatHaveNumbersAndLeavesGaps()
    {
        var path = Path.Combine(_folder.Path, "curves.png");
        (byte, byte, byte) red = (250, 0, 0), green = (0, 250, 0);
        CurvesPicture.Save(
            [
                ("Loss", [new Curve("a", red, [0, 1, double.NaN, double.NaN, 0, 1]), new Curve("b", green, [double.NaN])]),
                ("Nothing", [new Curve("c", green, [double.NaN])]),
            ],
            path);
        var one = ImageDecoder.Decode(path);
        // Six epochs lie 154 pixels apart from 110 on; from the second to the fifth there is nothing.
        var columns = Enumerable.Range(110, 770).Where(x => Enumerable.Range(60, 200).Any(y => IsRed(x, y))).ToArray();
        Assert.InRange(columns.Count(x => x < 110 + 154), 100, 154);
        Assert.DoesNotContain(columns, x => x is > 110 + 160 and < 110 + 4 * 154 - 6);
        Assert.InRange(columns.Count(x => x > 110 + 4 * 154), 100, 154);
        CurvesPicture.Save([("Loss", [new Curve("a", red, [1])]), ("More", [new Curve("a", red, [1])])], path);
        Assert.True(ImageDecoder.Decode(path).Height > one.Height);

        bool IsRed(int x, int y) => one.Pixels.AsSpan((y * one.Width + x) * 3, 3).SequenceEqual((ReadOnlySpan<byte>)[250, 0, 0]);
    }

    public void Dispose() => _folder.Dispose();
}
