using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Scoring;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>Explains single images with the network that scores; both may go on at a time, since neither changes the network.</summary>
internal static class Explainer
{
    public static ImageExplanation Explain(NetworkScorer scorer, IReadOnlyList<string> classes, ImageSource source, ExplanationOptions options)
    {
        options.Validate();
        var asked = options.ClassName is null ? -1 : IndexOf(classes, options.ClassName);
        var image = source.Read(scorer.Preprocessing, inFull: true);
        var pixels = new float[scorer.ValuesPerInput];
        scorer.Prepare(scorer.Preprocessing.ScaledDecoding ? source : ImageSource.FromImage(image, source.Name), pixels);
        var scores = Probabilities(scorer, pixels);
        var chosen = asked >= 0 ? asked : Array.IndexOf(scores, scores.Max());
        return scorer.Use(() =>
        {
            using var scope = NewDisposeScope();
            var input = tensor(pixels, [1, scorer.Preprocessing.Channels, scorer.Preprocessing.Height, scorer.Preprocessing.Width]).to(scorer.Device);
            var map = options.Method == ExplanationMethod.GradCam
                ? GradCam.Run(scorer.Network, input, chosen).Map
                : AttentionRollout.Run(Global(scorer.Network), input, options);
            return new ImageExplanation(options.Method, chosen, classes[chosen], scores[chosen], map, image,
                SeenRegion.Of(scorer.Preprocessing, image.Width, image.Height));
        });
    }

    /// <summary>A probability a class as the classifier gives it, of the mirror image too where that is scored; the map is of the image alone.</summary>
    private static float[] Probabilities(NetworkScorer scorer, float[] pixels)
    {
        var scores = new float[scorer.ValuesPerRow];
        scorer.Score(pixels, 1, scores);
        return scores is [var logit] ? [Sigmoid(-logit), Sigmoid(logit)] : scores;

        static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
    }

    private static int IndexOf(IReadOnlyList<string> classes, string name)
    {
        for (var i = 0; i < classes.Count; i++)
        {
            if (classes[i] == name)
                return i;
        }
        var known = string.Join(", ", classes.Take(10).Select(c => $"'{c}'"));
        throw new ArgumentException($"There is no class '{name}'. The {classes.Count} classes: {known}{(classes.Count > 10 ? ", ..." : ".")}");
    }

    private static IGlobalAttention Global(VisionNetwork network) => network as IGlobalAttention ?? throw new NotSupportedException(
        $"Attention rollout needs blocks that see all patches; those of {network.Family} see windows. Use {nameof(ExplanationMethod)}.{nameof(ExplanationMethod.GradCam)}.");
}
