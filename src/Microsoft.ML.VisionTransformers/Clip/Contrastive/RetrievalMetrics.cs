using System.Globalization;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>
/// How well images find their texts and texts their images among all of a set, as on Flickr30k and COCO (Karpathy and Fei-Fei, 2015): the share of
/// queries of which a right answer is among the k nearest. An image with several texts is right with any of them. Equal texts are one text, which
/// is right with any of its images.
/// </summary>
public sealed record RetrievalMetrics
{
    internal const string MeanRecallName = "mean_recall";
    private const int Rows = 256;

    private RetrievalMetrics(int images, int texts, double[] imageToText, double[] textToImage)
    {
        (Images, Texts) = (images, texts);
        (ImageToTextRecallAt1, ImageToTextRecallAt5, ImageToTextRecallAt10) = (imageToText[0], imageToText[1], imageToText[2]);
        (TextToImageRecallAt1, TextToImageRecallAt5, TextToImageRecallAt10) = (textToImage[0], textToImage[1], textToImage[2]);
    }

    /// <summary>Images searched.</summary>
    public int Images { get; }

    /// <summary>Different texts searched.</summary>
    public int Texts { get; }

    /// <summary>Share of images whose nearest text is theirs, 0..1.</summary>
    public double ImageToTextRecallAt1 { get; }

    /// <summary>Share of images that have a text of theirs among the 5 nearest, 0..1.</summary>
    public double ImageToTextRecallAt5 { get; }

    /// <summary>Share of images that have a text of theirs among the 10 nearest, 0..1.</summary>
    public double ImageToTextRecallAt10 { get; }

    /// <summary>Share of texts whose nearest image is theirs, 0..1.</summary>
    public double TextToImageRecallAt1 { get; }

    /// <summary>Share of texts that have an image of theirs among the 5 nearest, 0..1.</summary>
    public double TextToImageRecallAt5 { get; }

    /// <summary>Share of texts that have an image of theirs among the 10 nearest, 0..1.</summary>
    public double TextToImageRecallAt10 { get; }

    /// <summary>The mean of the six, which the best epoch of a training is chosen by.</summary>
    public double MeanRecall => Values.Take(6).Average(value => value.Value);

    /// <summary>All in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"recall@1/5/10 image to text {ImageToTextRecallAt1:P1} {ImageToTextRecallAt5:P1} {ImageToTextRecallAt10:P1}, text to image {TextToImageRecallAt1:P1} {TextToImageRecallAt5:P1} {TextToImageRecallAt10:P1} of {Images} images and {Texts} texts");

    /// <summary>Names of <see cref="Measured"/>.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        "image_to_text_recall@1", "image_to_text_recall@5", "image_to_text_recall@10",
        "text_to_image_recall@1", "text_to_image_recall@5", "text_to_image_recall@10", MeanRecallName,
    ];

    /// <summary>The metrics of an epoch.</summary>
    internal IReadOnlyList<MetricValue> Measured => [.. Values, new(MeanRecallName, MeanRecall)];

    private IEnumerable<MetricValue> Values =>
        Names.Zip([ImageToTextRecallAt1, ImageToTextRecallAt5, ImageToTextRecallAt10, TextToImageRecallAt1, TextToImageRecallAt5, TextToImageRecallAt10],
            (name, value) => new MetricValue(name, value));

    /// <param name="images">[N, E], of length 1, on the CPU.</param>
    /// <param name="texts">[M, E], of length 1; all different texts.</param>
    /// <param name="textsOfImage">For each image the rows of its texts.</param>
    internal static RetrievalMetrics Of(Tensor images, Tensor texts, IReadOnlyList<IReadOnlyList<int>> textsOfImage)
    {
        var imagesOfText = Enumerable.Range(0, (int)texts.shape[0]).Select(_ => new List<int>()).ToArray();
        for (var image = 0; image < textsOfImage.Count; image++)
            foreach (var text in textsOfImage[image])
                imagesOfText[text].Add(image);
        return new(textsOfImage.Count, imagesOfText.Length, Recalls(images, texts, textsOfImage), Recalls(texts, images, imagesOfText));
    }

    /// <summary>Recall at 1, 5 and 10, a block of queries at a time: not all similarities fit into memory.</summary>
    private static double[] Recalls(Tensor queries, Tensor candidates, IReadOnlyList<IReadOnlyList<int>> right)
    {
        var (found, asked) = (new int[3], 0);
        var count = (int)candidates.shape[0];
        for (var first = 0; first < right.Count; first += Rows)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(Rows, right.Count - first);
            var similarities = F.linear(queries.narrow(0, first, rows), candidates).data<float>().ToArray();
            for (var i = 0; i < rows; i++)
            {
                if (right[first + i].Count == 0)
                    continue; // its images cannot be read
                asked++;
                var rank = Rank(similarities.AsSpan(i * count, count), right[first + i]);
                (found[0], found[1], found[2]) = (found[0] + (rank < 1 ? 1 : 0), found[1] + (rank < 5 ? 1 : 0), found[2] + (rank < 10 ? 1 : 0));
            }
        }
        return [.. found.Select(n => asked == 0 ? double.NaN : (double)n / asked)];
    }

    /// <summary>Wrong candidates that are at least as near as the best right one: a network that finds all alike, or none a number, gains nothing by it.</summary>
    private static int Rank(ReadOnlySpan<float> similarities, IReadOnlyList<int> right)
    {
        var best = float.NegativeInfinity;
        foreach (var candidate in right)
            best = MathF.Max(best, similarities[candidate]);
        var rank = 0;
        foreach (var similarity in similarities)
            rank += similarity < best ? 0 : 1;
        foreach (var candidate in right)
            rank -= similarities[candidate] < best ? 0 : 1;
        return rank;
    }
}
