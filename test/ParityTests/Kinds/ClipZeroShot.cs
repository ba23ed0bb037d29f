using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Objectives;
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

    private static string[] Texts(JsonNode list) => [.. list.AsArray().Select(text => (string)text!)];
}
