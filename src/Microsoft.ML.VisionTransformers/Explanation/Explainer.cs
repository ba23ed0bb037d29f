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
        return scorer.Use(() =>
        {
            using var scope = NewDisposeScope();
            var input = tensor(pixels, [1, scorer.Preprocessing.Channels, scorer.Preprocessing.Height, scorer.Preprocessing.Width]).to(scorer.Device);
            var (map, logits) = options.Method == ExplanationMethod.GradCam
                ? GradCam.Run(scorer.Network, input, Choose)
                : (AttentionRollout.Run(Global(scorer.Network), input, options), Logits(scorer.Network, input));
            var chosen = Choose(logits);
            var score = tensor(logits).softmax(0)[chosen].item<float>();
            return new ImageExplanation(options.Method, chosen, classes[chosen], score, map, image,
                SeenRegion.Of(scorer.Preprocessing, image.Width, image.Height));
        });

        int Choose(float[] logits) => asked >= 0 ? asked : Array.IndexOf(logits, logits.Max());
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

    private static float[] Logits(VisionNetwork network, Tensor input)
    {
        using var _ = no_grad();
        return ClassLogits.Of(network.call(input)).to(ScalarType.Float32).cpu().data<float>().ToArray();
    }
}
