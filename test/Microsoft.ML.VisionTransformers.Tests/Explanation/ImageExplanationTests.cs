using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.Tests.Classification;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Explanation;

[Collection(nameof(TrainedModel))]
public sealed class ImageExplanationTests(TrainedModel trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AttentionOfAViTFlowsFromTheDisc()
    {
        var (path, isDisc) = Disc();
        var explanation = trained.Classifier.Explain(path, ExplanationMethod.AttentionRollout);
        Assert.Equal("disc", explanation.ClassName);
        Assert.Equal("disc", trained.Classifier.ClassNames[explanation.ClassIndex]);
        var heat = explanation.ToHeatMap();
        Assert.Equal((32, 32), (heat.GetLength(0), heat.GetLength(1)));
        var (inside, outside) = (Mean(heat, isDisc), Mean(heat, (x, y) => !isDisc(x, y)));
        Assert.True(inside > outside + 0.1, $"{inside} on the disc, {outside} beside it");
        Assert.Equal((4, 4), (explanation.PatchValues.GetLength(0), explanation.PatchValues.GetLength(1)));
        // One token of 17 is no patch.
        Assert.InRange(explanation.PatchValues.Cast<float>().Sum(), 0.8f, 1f);
    }

    [Fact]
    public void ASwinIsExplainedByGradientsAlone()
    {
        var options = new SwinTrainer.Options
        {
            Recipe = null, FeatureColumnName = "ImagePath", MaxEpochs = 1, BatchSize = 16, LearningRate = 2e-3, RandomCropMinArea = 1,
            CustomArchitecture = TinyViT.Architecture with
            {
                Name = "tiny-swin",
                Configuration = new SwinConfiguration
                {
                    ImageHeight = 32, ImageWidth = 32, EmbedDim = 24, Depths = [1, 2], Heads = [2, 4], WindowSize = 4, MlpRatio = 2,
                },
            },
        };
        var context = new MLContext(seed: 1);
        using var model = context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.MulticlassClassification.Trainers.Swin(options)).Fit(trained.Train);
        var explanation = model.LastTransformer.Explain(trained.TestPaths[0], className: "disc");
        var scores = trained.Scores(model.Transform(trained.Test))[0];
        Assert.Equal(scores[explanation.ClassIndex], explanation.Score, 1e-5f);
        Assert.Equal((4, 4), (explanation.PatchValues.GetLength(0), explanation.PatchValues.GetLength(1)));
        var error = Assert.Throws<NotSupportedException>(() => model.LastTransformer.Explain(trained.TestPaths[0], ExplanationMethod.AttentionRollout));
        Assert.Contains("GradCam", error.Message);
    }

    [Fact]
    public void ScoresAreTheTransformersOwnWhateverTheSource()
    {
        var path = trained.TestPaths[0];
        var scored = trained.Classifier.Transform(trained.Context.Data.TakeRows(trained.Test, 1));
        var scores = scored.GetColumn<float[]>("Score").Single();
        using var image = MLImage.CreateFromFile(path);
        foreach (var (name, i) in trained.Classifier.ClassNames.Select((name, i) => (name, i)))
        {
            var ofFile = trained.Classifier.Explain(path, className: name);
            var ofImage = trained.Classifier.Explain(image, className: name);
            Assert.Equal((name, i), (ofFile.ClassName, ofFile.ClassIndex));
            Assert.Equal(scores[i], ofFile.Score, 1e-5f);
            Assert.Equal(ofFile.PatchValues, ofImage.PatchValues);
        }
    }

    [Fact]
    public void ScoresAreOfTheMirrorImageTooWhereThatIsScoredAndTheMapIsNot()
    {
        var file = Path.Combine(_folder.Path, "model.zip");
        trained.Context.Model.Save(trained.Classifier, trained.Train.Schema, file);
        using var model = (ViTTransformer)new MLContext().Model.Load(file, out _);
        var alone = trained.Scores(model.Transform(trained.Test));
        model.TestTimeFlip = true;
        var both = trained.Scores(model.Transform(trained.Test));
        var row = Enumerable.Range(0, alone.Length).MaxBy(i => Math.Abs(alone[i][0] - both[i][0]));
        Assert.True(Math.Abs(alone[row][0] - both[row][0]) > 1e-4);

        var path = trained.TestPaths[row];
        var flipped = model.Explain(path, className: model.ClassNames[0]);
        Assert.Equal(both[row][0], flipped.Score, 1e-5f);
        Assert.Equal(Array.IndexOf(both[row], both[row].Max()), model.Explain(path).ClassIndex);
        model.TestTimeFlip = false;
        var plain = model.Explain(path, className: model.ClassNames[0]);
        Assert.Equal(alone[row][0], plain.Score, 1e-5f);
        Assert.Equal(plain.PatchValues, flipped.PatchValues);
    }

    [Fact]
    public void ExplainingLeavesScoringAloneThoughBothGoOnAtATime()
    {
        var expected = trained.Scores(trained.Model.Transform(trained.Test));
        var path = trained.TestPaths[0];
        var patches = trained.Classifier.Explain(path).PatchValues;
        Parallel.For(0, 4, i =>
        {
            if (i % 2 == 0)
                Assert.Equal(expected, trained.Scores(trained.Model.Transform(trained.Test)));
            else
                for (var n = 0; n < 10; n++)
                    Assert.Equal(patches, trained.Classifier.Explain(path).PatchValues);
        });
        Assert.All(((nn.Module)trained.Classifier.Model).parameters(), parameter => Assert.False(parameter.requires_grad));
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        var path = trained.TestPaths[0];
        var error = Assert.Throws<ArgumentException>(() => trained.Classifier.Explain(path, className: "star"));
        Assert.Contains("There is no class 'star'. The 3 classes:", error.Message);
        Assert.Throws<ArgumentException>(() => trained.Classifier.Explain(path, new ExplanationOptions { DiscardRatio = 1 }));
        Assert.Throws<FileNotFoundException>(() => trained.Classifier.Explain(Path.Combine(_folder.Path, "none.png")));
        Assert.Throws<ArgumentOutOfRangeException>(() => trained.Classifier.Explain(path).ToPng(1.1));
    }

    [Fact]
    public void PicturesShowTheMapOverTheOriginal()
    {
        var (path, _) = Disc();
        var explanation = trained.Classifier.Explain(path);
        var original = ImageDecoder.Decode(path);
        Assert.Equal(original.Pixels, ImageDecoder.Decode(explanation.ToPng(0)).Pixels);
        var alone = ImageDecoder.Decode(explanation.ToPng(1));
        var heat = explanation.ToHeatMap();
        var (r, g, b) = HeatColours.Of(heat[3, 5]);
        Assert.Equal([r, g, b], alone.Row(3).Slice(15, 3).ToArray());
        var file = Path.Combine(_folder.Path, "heat.png");
        explanation.Save(file);
        Assert.Equal(ImageDecoder.Decode(explanation.ToPng()).Pixels, ImageDecoder.Decode(file).Pixels);
    }

    [Fact]
    public void ResizeAndCropAreUndone()
    {
        // 200 x 100 becomes 512 x 256; of that the network sees 224 x 224 from (144, 16): columns 56.25 to 143.75 of the original.
        var seen = SeenRegion.Of(ImagePreprocessing.ResizeThenCrop(224), 200, 100);
        Assert.Null(seen.Find(55, 50));
        Assert.Null(seen.Find(100, 5));
        Assert.Null(seen.Find(144, 50));
        Assert.Equal((56.5 * 2.56 - 144, 50.5 * 2.56 - 16), seen.Find(56, 50));
        var map = new PatchMap(new float[,] { { 0, 2 }, { 4, 10 } }, 112);
        var picture = new RgbImage(200, 100);
        Array.Fill(picture.Pixels, (byte)200);
        var explanation = new ImageExplanation(ExplanationMethod.GradCam, 0, "a", 1, map, picture, seen);
        var heat = explanation.ToHeatMap();
        Assert.True(float.IsNaN(heat[50, 55]) && float.IsNaN(heat[5, 100]));
        Assert.Equal(0, heat[10, 60]); // before the first centres: the first patch's own
        Assert.Equal(1, heat[90, 140]);
        // The input's middle is where the four patches meet; pixel (100, 50) shows its (113.28, 113.28), a little towards the last.
        var share = (113.28 / 112) - 0.5;
        Assert.Equal((0.2 * share * (1 - share)) + (0.4 * share * (1 - share)) + (share * share), heat[50, 100], 1e-5);
        Assert.Equal(100, ImageDecoder.Decode(explanation.ToPng()).Row(50)[55 * 3]); // Half as bright where nothing was seen.
    }

    private (string Path, Func<int, int, bool> IsDisc) Disc()
    {
        var picture = new Picture(32, 32).Paint((128, 128, 128), (_, _) => true);
        var random = new Random(5);
        for (var i = 0; i < picture.Rgb.Length; i++)
            picture.Rgb[i] = (byte)(picture.Rgb[i] + random.Next(-25, 26));
        bool IsDisc(int x, int y) => (x - 12) * (x - 12) + (y - 19) * (y - 19) <= 64;
        picture.Paint((200, 60, 60), IsDisc);
        return (_folder.Write("disc.png", PngFile.Rgb(picture)), IsDisc);
    }

    private static double Mean(float[,] heat, Func<int, int, bool> isIn) => (
        from y in Enumerable.Range(0, heat.GetLength(0))
        from x in Enumerable.Range(0, heat.GetLength(1))
        where isIn(x, y)
        select (double)heat[y, x]).Average();
}
