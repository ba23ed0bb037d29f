using System.Globalization;
using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Tests.Classification;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

public sealed class ClipZeroShotTests(ZeroShotData data) : IClassFixture<ZeroShotData>
{
    private static readonly string[] s_templates = ["a photo of a {}.", "ein Bild von {}"];

    [Fact]
    public void Scores_are_the_softmax_of_scaled_cosines_with_averaged_directions()
    {
        using var model = Estimator(ShapePictures.Names).Fit(data.Images);
        var scored = model.Transform(data.Images);
        var scores = ZeroShotData.Vectors(scored);

        using var scope = NewDisposeScope();
        using var clip = ClipFolder.Model();
        var directions = ShapePictures.Names.Select(name =>
        {
            var texts = clip.EmbedTexts(clip.Tokens([.. s_templates.Select(template => template.Replace("{}", name))]), true);
            var mean = texts.mean([0L]);
            return mean / mean.norm();
        });
        var images = stack(data.Paths.Select(path => tensor(model.EmbedImage(path))));
        var expected = (clip.Network.LogitScale.exp() * images.mm(stack(directions).t())).softmax(1);
        Assert.Equal(expected.data<float>().ToArray(), scores.SelectMany(row => row), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(clip.Network.LogitScale.exp().item<float>(), model.LogitScale, 1e-4);
        Assert.All(scores, row => Assert.Equal(1, row.Sum(), 1e-5));
        var predicted = scored.GetColumn<uint>("PredictedLabel").ToArray();
        Assert.Equal(scores.Select(row => (uint)Array.IndexOf(row, row.Max()) + 1), predicted);
    }

    [Fact]
    public void Is_evaluated_as_any_classifier()
    {
        var context = data.Context;
        var pipeline = context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.Transforms.ClipZeroShot(data.Weights, templates: s_templates, featureColumnName: "ImagePath"))
            .Append(context.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"));
        var model = pipeline.Fit(data.Images);
        using var _ = model;
        var scored = model.Transform(data.Images);
        var names = scored.GetColumn<string>("Name").ToArray();
        var metrics = context.MulticlassClassification.Evaluate(scored, topKPredictionCount: 2);
        Assert.Equal(names.Zip(data.Images.GetColumn<string>("Label")).Count(pair => pair.First == pair.Second) / 15.0, metrics.MicroAccuracy, 1e-9);
        Assert.Equal(3, metrics.ConfusionMatrix.NumberOfClasses);

        VBuffer<ReadOnlyMemory<char>> slots = default;
        scored.Schema["Score"].GetSlotNames(ref slots);
        Assert.Equal(data.Images.GetColumn<string>("Label").Distinct(), slots.DenseValues().Select(slot => slot.ToString()));
    }

    [Fact]
    public void Classes_follow_the_keys_of_the_labels()
    {
        var context = data.Context;
        var labelled = context.Transforms.Conversion.MapValueToKey("Label").Fit(data.Images).Transform(data.Images);
        var keys = data.Images.GetColumn<string>("Label").Distinct().ToArray();
        using var reversed = Estimator([.. keys.Reverse()]).Fit(labelled);
        Assert.Equal(keys, reversed.ClassNames);
        using var more = Estimator(["teapot", .. keys.Reverse()]).Fit(labelled);
        Assert.Equal([.. keys, "teapot"], more.ClassNames);
        Assert.Equal(context.MulticlassClassification.Evaluate(reversed.Transform(labelled)).MicroAccuracy,
            context.MulticlassClassification.Evaluate(Estimator(keys).Fit(labelled).Transform(labelled)).MicroAccuracy, 1e-9);

        Assert.Contains("are no class: cross", Assert.Throws<ArgumentException>(() => Estimator(["disc", "square"]).Fit(labelled)).Message);
        var others = Options(["red", "green"]);
        others.LabelColumnName = null;
        using var apart = context.Transforms.ClipZeroShot(others).Fit(labelled);
        Assert.Equal(["red", "green"], apart.ClassNames);
    }

    [Fact]
    public void Labels_may_be_numbers_that_stand_for_words()
    {
        var context = data.Context;
        var numbered = context.Data.LoadFromEnumerable(data.Paths.Select((path, i) => new Numbered { ImagePath = path, Label = 10 * (i / 5) }));
        var labelled = context.Transforms.Conversion.MapValueToKey("Label").Fit(numbered).Transform(numbered);
        var options = Options(null);
        options.PromptNames = new Dictionary<string, IReadOnlyList<string>> { ["0"] = ["cross", "plus sign"], ["10"] = ["disc"], ["20"] = ["square"] };
        using var model = context.Transforms.ClipZeroShot(options).Fit(labelled);
        Assert.Equal(["0", "10", "20"], model.ClassNames);
        var back = context.Transforms.Conversion.MapKeyToValue("Value", "PredictedLabel").Fit(model.Transform(labelled)).Transform(model.Transform(labelled));
        Assert.All(back.GetColumn<int>("Value"), value => Assert.Contains(value, new[] { 0, 10, 20 }));
        options.PromptNames = new Dictionary<string, IReadOnlyList<string>> { ["7"] = ["cross"] };
        Assert.Contains("'7'", Assert.Throws<ArgumentException>(() => context.Transforms.ClipZeroShot(options).Fit(labelled)).Message);
    }

    // A chain passes shapes along before it fits; what comes after the classifier has to get the type that it was told of.
    [Theory]
    [InlineData("0", "10", "20")]
    [InlineData("0", "10", "20", "30")]
    public void Names_that_are_given_are_text_also_where_labels_are_numbers(params string[] names)
    {
        var context = data.Context;
        var numbered = context.Data.LoadFromEnumerable(data.Paths.Select((path, i) => new Numbered { ImagePath = path, Label = 10 * (i / 5) }));
        DataViewType? promised = null;
        var chain = context.Transforms.Conversion.MapValueToKey("Label").Append(Estimator(names))
            .Append(new Watched(context.Transforms.Conversion.MapKeyToValue("Value", "PredictedLabel"), shape => promised = shape.Single(column => column.Name == "Value").ItemType));
        using var model = chain.Fit(numbered);
        var scored = model.Transform(numbered);
        Assert.Equal((TextDataViewType.Instance, TextDataViewType.Instance), (promised, scored.Schema["Value"].Type));
        Assert.All(scored.GetColumn<string>("Value"), value => Assert.Contains(value, names));
    }

    [Fact]
    public void Later_changes_to_lists_have_no_effect()
    {
        List<string> names = [.. ShapePictures.Names], templates = [.. s_templates], words = ["ring"];
        var options = Options(names);
        Dictionary<string, IReadOnlyList<string>> prompts = new() { [names[0]] = words };
        (options.Templates, options.PromptNames) = (templates, prompts);
        var estimator = data.Context.Transforms.ClipZeroShot(options);
        using var before = estimator.Fit(data.Images);
        (names[1], templates[0], words[0], prompts["teapot"]) = ("teapot", "no place", "pot", ["pot"]);
        using var after = estimator.Fit(data.Images);
        Assert.Equal(ShapePictures.Names, after.ClassNames);
        Assert.Equal(s_templates, after.Templates);
        Assert.Equal(ZeroShotData.Vectors(before.Transform(data.Images)), ZeroShotData.Vectors(after.Transform(data.Images)));
    }

    [Fact]
    public void Classes_change_without_loading_the_network_again()
    {
        var first = Estimator(ShapePictures.Names).Fit(data.Images);
        var network = first.Model;
        using var second = first.WithClasses(["wheel", "brick"], ["{} 的照片"]);
        Assert.Same(network, second.Model);
        Assert.Equal(["wheel", "brick"], second.ClassNames);
        Assert.Equal(["{} 的照片"], second.Templates);
        using var same = second.WithClasses(ShapePictures.Names, s_templates);
        Assert.Equal(ZeroShotData.Vectors(first.Transform(data.Images)), ZeroShotData.Vectors(same.Transform(data.Images)));
        first.Dispose();
        Assert.Equal(2, ZeroShotData.Vectors(second.Transform(data.Images))[0].Length);
        Assert.Throws<ObjectDisposedException>(() => first.WithClasses(["a", "b"]));
        Assert.Throws<ArgumentException>(() => second.WithClasses(["one"]));
    }

    [Fact]
    public void A_disposed_model_says_so_and_may_be_disposed_again()
    {
        var model = Estimator(ShapePictures.Names).Fit(data.Images);
        var scored = model.Transform(data.Images);
        model.Dispose();
        model.Dispose();
        Assert.IsType<ObjectDisposedException>(Assert.ThrowsAny<Exception>(() => ZeroShotData.Vectors(scored)).GetBaseException());
    }

    [Fact]
    public void Label_columns_that_give_no_classes_are_named_with_what_helps()
    {
        var context = data.Context;
        var one = context.Data.LoadFromEnumerable(data.Paths.Select(path => new ZeroShotData.Image { ImagePath = path, Label = "disc" }));
        var alone = Assert.Throws<ArgumentException>(() => Estimator(null).Fit(context.Transforms.Conversion.MapValueToKey("Label").Fit(one).Transform(one))).Message;
        Assert.Contains("column 'Label'", alone);
        Assert.Contains("set LabelColumnName to null", alone);

        var unnamed = context.Data.LoadFromEnumerable(data.Paths.Select(path => new Keyed { ImagePath = path, Label = 1 }));
        var fewer = Assert.Throws<ArgumentException>(() => Estimator(["disc", "square"]).Fit(unnamed)).Message;
        Assert.Contains("'Label' count 3 classes", fewer);
        Assert.Contains("set LabelColumnName to null", fewer);
    }

    [Fact]
    public void Another_models_network_is_shared()
    {
        using var first = Estimator(ShapePictures.Names).Fit(data.Images);
        using var second = data.Context.Transforms.ClipZeroShot(first, ["a", "b"], featureColumnName: "ImagePath").Fit(data.Images);
        Assert.Same(first.Model, second.Model);
        Assert.Contains("both set", Assert.Throws<ArgumentException>(() => data.Context.Transforms.ClipZeroShot(
            new ClipZeroShotEstimator.Options { Weights = data.Weights, Clip = first, ClassNames = ["a", "b"] })).Message);
    }

    [Fact]
    public void Comes_back_the_same_in_a_fresh_process()
    {
        var context = data.Context;
        var pipeline = Estimator(ShapePictures.Names).Append(context.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel"));
        using var model = pipeline.Fit(data.Images);
        var path = data.Path("zero-shot.zip");
        context.Model.Save(model, data.Images.Schema, path);
        var (exitCode, output, errors) = FreshProcess.Run(FreshProcess.Folder, [path, .. data.Paths.Take(3)]);
        Assert.True(exitCode == 0, errors);
        var scored = model.Transform(data.Images);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToArray();
        Assert.Equal(scored.GetColumn<string>("Name").Take(3), lines.Select(line => line[0]));
        Assert.Equal(ZeroShotData.Vectors(scored).Take(3).SelectMany(row => row),
            lines.SelectMany(line => line[1..].Select(text => float.Parse(text, CultureInfo.InvariantCulture))), (a, b) => Math.Abs(a - b) < 1e-6);

        // What was loaded can still learn new classes, and be saved again.
        var loaded = (TransformerChain<ITransformer>)new MLContext().Model.Load(path, out _);
        using var other = loaded.OfType<ClipZeroShotTransformer>().Single().WithClasses(["a", "b", "c", "d"]);
        Assert.Equal(4, ZeroShotData.Vectors(other.Transform(data.Images))[0].Length);
        Assert.Equal(s_templates, other.Templates);
        loaded.Dispose();
        using var weights = VisionTransformers.Weights.Checkpoint.Open(path);
        Assert.Equal("Clip", weights.Identity!.Configuration.Family);
    }

    [Fact]
    public void Engines_on_several_threads_share_it()
    {
        using var model = Estimator(ShapePictures.Names).Fit(data.Images);
        var expected = ZeroShotData.Vectors(model.Transform(data.Images));
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            using var engine = data.Context.Model.CreatePredictionEngine<ZeroShotData.Image, Prediction>(model, new PredictionEngineOptions { OwnsTransformer = false });
            for (var i = 0; i < 15; i++)
                Assert.Equal(expected[i], engine.Predict(new ZeroShotData.Image { ImagePath = data.Paths[i] }).Score, (a, b) => Math.Abs(a - b) < 1e-5);
        });
    }

    [Fact]
    public void Bad_images_throw_or_get_NaN()
    {
        var view = data.Context.Data.LoadFromEnumerable(new[] { new ZeroShotData.Image { ImagePath = data.Broken }, new ZeroShotData.Image { ImagePath = data.Paths[0] } });
        using var model = Estimator(ShapePictures.Names).Fit(view);
        Assert.Contains("broken.png", Assert.Throws<InvalidOperationException>(() => ZeroShotData.Vectors(model.Transform(view))).Message);
        model.SkipBadImages = true;
        var scores = ZeroShotData.Vectors(model.Transform(view));
        Assert.All(scores[0], score => Assert.True(float.IsNaN(score)));
        Assert.Equal(0u, model.Transform(view).GetColumn<uint>("PredictedLabel").First());
        Assert.Equal(1, scores[1].Sum(), 1e-5);
    }

    [Fact]
    public void A_mirrored_image_counts_half()
    {
        using var model = Estimator(ShapePictures.Names).Fit(data.Images);
        var plain = ZeroShotData.Vectors(model.Transform(data.Images))[0];
        model.TestTimeFlip = true;
        var flipped = ZeroShotData.Vectors(model.Transform(data.Images))[0];
        Assert.NotEqual(plain, flipped);
        Assert.Equal(1, flipped.Sum(), 1e-5);
    }

    [Fact]
    public void Says_what_is_missing_before_anything_is_loaded()
    {
        var transforms = data.Context.Transforms;
        Assert.Contains("Weights is a file", Assert.Throws<ArgumentException>(() => transforms.ClipZeroShot(new ClipZeroShotEstimator.Options())).Message);
        Assert.Contains("no {}", Assert.Throws<ArgumentException>(() => transforms.ClipZeroShot("x", ["a", "b"], ["no place"])).Message);
        Assert.Contains("'a' is there twice", Assert.Throws<ArgumentException>(() => transforms.ClipZeroShot("x", ["a", "a"])).Message);
        Assert.Contains("two are the least", Assert.Throws<ArgumentException>(() => transforms.ClipZeroShot("x", ["a"])).Message);
        Assert.Contains("MapValueToKey", Assert.Throws<ArgumentException>(() => transforms.ClipZeroShot("x", featureColumnName: "ImagePath").Fit(data.Images)).Message);
        Assert.Contains("no column 'Features'", Assert.Throws<ArgumentException>(() => transforms.ClipZeroShot("x", ["a", "b"]).Fit(data.Images)).Message);
        Assert.Throws<FileNotFoundException>(() => transforms.ClipZeroShot(data.Path("nowhere/at/all"), ["a", "b"], featureColumnName: "ImagePath").Fit(data.Images));
        Assert.Throws<ArgumentOutOfRangeException>(() => transforms.ClipZeroShot(new ClipZeroShotEstimator.Options { Weights = "x", ClassNames = ["a", "b"], LogitScale = 0 }));
    }

    [Fact]
    public void Templates_come_from_a_file_a_line_each()
    {
        var path = data.Path("templates.txt");
        File.WriteAllText(path, "a {} in the sea\n\n  {}的照片 \r\n");
        Assert.Equal(["a {} in the sea", "{}的照片"], PromptTemplates.Read(path));
        File.WriteAllText(path, "a {}\nnothing\n");
        Assert.Contains("line 2", Assert.Throws<FormatException>(() => PromptTemplates.Read(path)).Message);
        File.WriteAllText(path, "\n");
        Assert.Throws<FormatException>(() => PromptTemplates.Read(path));
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes("une photo de {} \u00e0 la plage\n"));
        Assert.Contains("not UTF-8", Assert.Throws<FormatException>(() => PromptTemplates.Read(path)).Message);
        Assert.All(PromptTemplates.Default, template => Assert.Contains("{}", template));
        Assert.Equal(PromptTemplates.Default.Count, PromptTemplates.Default.Distinct().Count());
    }

    private ClipZeroShotEstimator Estimator(IReadOnlyList<string>? classes) => data.Context.Transforms.ClipZeroShot(Options(classes));

    private ClipZeroShotEstimator.Options Options(IReadOnlyList<string>? classes) => new()
    {
        Weights = data.Weights, ClassNames = classes, Templates = s_templates, FeatureColumnName = "ImagePath", ScoringBatchSize = 4,
    };

    /// <summary>Another estimator, whose shape is looked at.</summary>
    private sealed class Watched(IEstimator<ITransformer> estimator, Action<SchemaShape> see) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => estimator.Fit(input);

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            var shape = estimator.GetOutputSchema(inputSchema);
            see(shape);
            return shape;
        }
    }

    private sealed class Numbered
    {
        public string ImagePath { get; set; } = "";
        public int Label { get; set; }
    }

    private sealed class Keyed
    {
        public string ImagePath { get; set; } = "";

        [KeyType(3)]
        public uint Label { get; set; }
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }
}
