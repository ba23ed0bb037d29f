using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Pretraining.Mixture;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Pretraining.Mixture;

public sealed class TeacherTokensTests
{
    [Fact]
    public void A_teacher_starts_as_a_copy_and_follows_as_a_moving_average()
    {
        using var scope = NewDisposeScope();
        using var student = (MaskedNetwork)NetworkFactory.Create(TinyPretraining.Mae, 1);
        student.eval();
        using var teacher = new TeacherTokens(student, 0.75, CPU);
        using var guard = no_grad();
        var images = randn(2, 3, 32, 32);
        Assert.Equal([2, 16, 24], teacher.Tokens(images).shape);
        Assert.Equal(0, (teacher.Tokens(images) - student.forward_features(images).narrow(1, 1, 16)).abs().max().item<float>(), 1e-6f);

        var weight = student.state_dict()["norm.weight"];
        weight.fill_(5);
        teacher.AfterStep(1);    // at most (1 + 1) / (10 + 1) of what was
        Assert.Equal(2 / 11f + 9 / 11f * 5, teacher.State["norm.weight"][0].item<float>(), 1e-5f);
        teacher.AfterStep(1000);
        Assert.Equal(0.75f * (2 / 11f + 9 / 11f * 5) + 0.25f * 5, teacher.State["norm.weight"][0].item<float>(), 1e-5f);
        Assert.NotEqual(0, (teacher.Tokens(images) - student.forward_features(images).narrow(1, 1, 16)).abs().max().item<float>());
        Assert.DoesNotContain(teacher.State.Keys, name => name.StartsWith("decoder") || name == "mask_token");
    }
}
