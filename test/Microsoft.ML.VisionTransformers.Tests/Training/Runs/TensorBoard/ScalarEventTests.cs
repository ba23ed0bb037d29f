using Microsoft.ML.VisionTransformers.Training.Runs.TensorBoard;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs.TensorBoard;

public sealed class ScalarEventTests
{
    [Fact]
    public void IsAProtocolBufferOfTheFieldsThatScalarsTake()
    {
        byte[] expected =
        [
            1 << 3 | 1, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F,      // wall_time: 1.5
            2 << 3 | 0, 0xAC, 0x02,                        // step: 300
            5 << 3 | 2, 10,                                // summary
            1 << 3 | 2, 8,                                 //   value
            1 << 3 | 2, 1, (byte)'a',                      //     tag
            2 << 3 | 5, 0, 0, 0x20, 0x40,                  //     simple_value: 2.5
        ];
        Assert.Equal(expected, ScalarEvent.Scalars(1.5, 300, [("a", 2.5f)]));
        Assert.Equal(300, ScalarEvent.Step(expected));
    }

    [Fact]
    public void AFilesVersionHasNoStep() => Assert.Equal(0, ScalarEvent.Step(ScalarEvent.Version(1.5)));
}
