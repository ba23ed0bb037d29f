using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class ClassLogitsTests
{
    [Fact]
    public void CrossEntropyOfASingleOutputIsBinaryCrossEntropy()
    {
        using var scope = NewDisposeScope();
        var outputs = tensor(new float[] { -3, 0, 0.5f, 20 }).view(4, 1).requires_grad_();
        long[] labels = [0, 1, 0, 1];
        var truth = tensor(labels).to(ScalarType.Float32);
        var expected = nn.functional.binary_cross_entropy_with_logits(outputs.squeeze(1), truth);
        var actual = nn.functional.cross_entropy(ClassLogits.Of(outputs), tensor(labels));
        Assert.Equal(expected.ToSingle(), actual.ToSingle(), 1e-6);
        var expectedGradient = autograd.grad([expected], [outputs])[0].data<float>().ToArray();
        var actualGradient = autograd.grad([actual], [outputs])[0].data<float>().ToArray();
        Assert.All(expectedGradient.Zip(actualGradient), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

        // Smoothing of s leaves 1 - s/2 on the truth.
        var smooth = nn.functional.binary_cross_entropy_with_logits(outputs.squeeze(1), truth * 0.8f + 0.1f);
        Assert.Equal(smooth.ToSingle(), nn.functional.cross_entropy(ClassLogits.Of(outputs), tensor(labels), label_smoothing: 0.2).ToSingle(), 1e-5);
    }

    [Fact]
    public void SeveralOutputsStay()
    {
        using var outputs = zeros(2, 3);
        Assert.Same(outputs, ClassLogits.Of(outputs));
    }
}
