using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

public class ConsoleProgressTests
{
    [Fact]
    public void Line_says_epoch_step_loss_speed_and_time_left()
    {
        var progress = new TrainingProgress(2, 8, 30, 469, 0.71234, 1e-3, 1620.4, 0.012, new TimeSpan(0, 3, 5));

        Assert.Equal("epoch 2/8  step 30/469  loss 0.7123  1620 images/s  waited 1.2 %  left 00:03:05", ConsoleProgress.Line(progress));
    }
}
