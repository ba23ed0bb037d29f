using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>Classes made of the directions of many sentences about them, from text to probabilities.</summary>
internal sealed class ClipZeroShot : IFixtureKind
{
    public bool Runs(string family) => family == "clip zero-shot";

    public void Run(Fixture fixture, Comparison comparison)
    {
        using var noGradient = no_grad();
        var (network, _) = ClipComparison.Build(fixture);
        var tokenizer = ClipTokenizer.Load(ClipVocabulary.Find(), ClipTokenizerOptions.OpenAI);
        string[] classes = Texts(fixture.Sidecar["classes"]!), templates = Texts(fixture.Sidecar["templates"]!);
        Sentences(fixture, comparison, network, tokenizer, classes, templates);

        using var classifier = ZeroShotClassifier.Create(network, tokenizer, [.. classes.Select(name => new[] { name })], templates);
        var images = network.encode_image(fixture.Load("input/pixels"));
        var logits = classifier.Score(images);
        comparison.Check("output/classifier(embed,classes)", classifier.Weights.t());
        comparison.Check("output/image_features_normalised", ContrastiveLoss.Unit(images));
        comparison.Check("output/logits_100x", logits);
        comparison.Check("output/probs_100x", logits.softmax(-1));
        comparison.Check("output/logits_model_scale", classifier.Score(images, network.LogitScale.exp().item<float>()));

        Pipeline(fixture, comparison, classes, templates);

        // What an average of vectors as they come would give; recorded so that nobody takes it for the right one.
        comparison.LeaveOut("output/wrong_average_before_normalise");
        comparison.Require("normalised before the average",
            !classifier.Weights.t().allclose(fixture.Load("output/wrong_average_before_normalise"), 0, 1e-4), "the average comes first");
    }

    private static void Sentences(
        Fixture fixture, Comparison comparison, ClipNetwork network, ClipTokenizer tokenizer, string[] classes, string[] templates)
    {
        var tokens = tensor(tokenizer.EncodeBatch([.. classes.Select(name => templates[0].Replace("{}", name))]));
        comparison.Require("tokens of the first template", tokens.eq(fixture.Load("input/ids_of_first_template")).all().item<bool>(), "other tokens");
        comparison.Check("output/text_features_first_template_raw", network.encode_text(tokens));
        var first = (int)fixture.Shape("intermediate/template_embeddings_normalised")[1];
        var embeddings = classes.Select(name => ContrastiveLoss.Unit(
            network.encode_text(tensor(tokenizer.EncodeBatch([.. templates[..first].Select(template => template.Replace("{}", name))])))));
        comparison.Check("intermediate/template_embeddings_normalised", stack(embeddings));
    }

    /// <summary>
    /// The same through ML.NET: weights from a folder as open_clip publishes it, the estimator's Fit, and the columns of its transformer's rows. Only decoding
    /// is left out, for the recorded pixels are no 8-bit image: they come as vectors.
    /// </summary>
    private static void Pipeline(Fixture fixture, Comparison comparison, string[] classes, string[] templates)
    {
        var folder = Directory.CreateTempSubdirectory("clip-zero-shot-").FullName;
        try
        {
            SafetensorsWriter.Write(Path.Combine(folder, "open_clip_model.safetensors"), fixture.LoadAll("weights/"));
            File.WriteAllText(Path.Combine(folder, "open_clip_config.json"), new JsonObject { ["model_cfg"] = fixture.Sidecar["config"]!.DeepClone() }.ToJsonString());
            var pixels = fixture.Load("input/pixels");
            var context = new MLContext();
            var (rows, width) = ((int)pixels.shape[0], (int)(pixels.numel() / pixels.shape[0]));
            var definition = SchemaDefinition.Create(typeof(Row));
            definition[nameof(Row.Pixels)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
            var view = context.Data.LoadFromEnumerable(pixels.reshape(rows, width).data<float>().ToArray().Chunk(width).Select(row => new Row { Pixels = row }), definition);
            foreach (var (scale, expected) in new[] { ((double?)100, "output/logits_100x"), (null, "output/logits_model_scale") })
            {
                using var model = context.Transforms.ClipZeroShot(new ClipZeroShotEstimator.Options
                {
                    Weights = folder, Tokenizer = ClipVocabulary.Find(), ClassNames = classes, Templates = templates, LogitScale = scale, FeatureColumnName = nameof(Row.Image),
                }).Fit(view);
                comparison.Check("output/classifier(embed,classes)", model.Scorer.Classifier.Weights.t());
                var mapper = new ScoringMapper(view.Schema, InputColumn.OfVectors(view.Schema, nameof(Row.Pixels), width), model.Scorer,
                    ScoredColumn.OfClasses(view.Schema, LabelNames.OfTexts(model.ClassNames), "Score", "PredictedLabel"));
                var scored = new ScoringDataView(mapper, view);
                var theirs = fixture.Load(expected).softmax(-1);
                comparison.Check($"{expected} as Score", [.. scored.GetColumn<float[]>("Score").SelectMany(row => row).Select(score => (double)score)],
                    Comparison.Numbers(theirs), Tolerance.For(fixture, "output/probs_100x", Aspect.Forward));
                comparison.Require($"{expected} as PredictedLabel", scored.GetColumn<uint>("PredictedLabel").Select(key => (long)key - 1)
                    .SequenceEqual(theirs.argmax(1).data<long>().ToArray()), "other classes");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Row
    {
        public string Image { get; set; } = "";

        public float[] Pixels { get; set; } = [];
    }

    private static string[] Texts(JsonNode list) => [.. list.AsArray().Select(text => (string)text!)];
}
