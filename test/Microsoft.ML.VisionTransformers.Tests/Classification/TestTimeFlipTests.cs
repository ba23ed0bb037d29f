using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

[Collection(nameof(TrainedModel))]
public sealed class TestTimeFlipTests(TrainedModel trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scores_are_the_mean_of_an_image_and_its_mirror_image_and_stay_so_when_saved()
    {
        var path = System.IO.Path.Combine(_folder.Path, "model.zip");
        trained.Context.Model.Save(trained.Classifier, trained.Train.Schema, path);
        using var plain = (ViTTransformer)new MLContext().Model.Load(path, out _);
        Assert.False(plain.TestTimeFlip);
        var alone = trained.Scores(plain.Transform(trained.Test));
        plain.TestTimeFlip = true;
        var both = trained.Scores(plain.Transform(trained.Test));

        Assert.Equal(Expected(plain, trained.TestPaths[0]), both[0], (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.NotEqual(alone, both);
        Assert.All(both, scores => Assert.Equal(1, scores.Sum(), 1e-5f));

        trained.Context.Model.Save(plain, trained.Train.Schema, path);
        using var loaded = (ViTTransformer)new MLContext().Model.Load(path, out _);
        Assert.True(loaded.TestTimeFlip);
        Assert.Equal(both, trained.Scores(loaded.Transform(trained.Test)));
    }

    private static float[] Expected(ViTTransformer model, string path)
    {
        using var scope = NewDisposeScope();
        var pixels = new float[model.Preprocessing.ValuesPerImage];
        model.Preprocessing.Apply(ImageSource.FromPath(path).Read(model.Preprocessing), pixels);
        var image = tensor(pixels).reshape(1, 3, model.Preprocessing.Height, model.Preprocessing.Width);
        var network = (VisionNetwork)model.Model;
        return ((network.call(image).softmax(1) + network.call(flip(image, 3)).softmax(1)) / 2).data<float>().ToArray();
    }
}
