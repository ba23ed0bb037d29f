using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>The images of a data view with their texts, read in one pass. Files are not opened yet.</summary>
/// <param name="Images">In the order of their first rows.</param>
/// <param name="Texts">The texts that they refer to.</param>
internal sealed record PairSet(IReadOnlyList<PairedImage> Images, TokenizedTexts Texts)
{
    // Where retrieval is measured, COCO's test images: more would take longer than they tell.
    private const int MostHeldBack = 5000;
    private const int NamedRows = 5;

    /// <summary>The images as the readers of batches take them; the label is the image's own number.</summary>
    public IReadOnlyList<TrainingExample> Examples => [.. Images.Select((image, i) => new TrainingExample(image.Image, i))];

    /// <param name="view">The data.</param>
    /// <param name="imageColumn">Column of images.</param>
    /// <param name="textColumn">Column of texts.</param>
    /// <param name="model">Whose tokenizer reads the texts, and whose preprocessing the images.</param>
    /// <param name="allowed">Share of rows that may be without text.</param>
    /// <param name="warn">Told what is left out or cut.</param>
    /// <param name="cancellation">Breaks off.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">No pair is left, or too many rows have no text.</exception>
    public static PairSet Read(IDataView view, string imageColumn, string textColumn, ClipModel model, double allowed, Action<string> warn,
        CancellationToken cancellation)
    {
        var image = ImageColumn.Find(view.Schema, imageColumn);
        var text = TextsColumn.Find(view.Schema, textColumn);
        List<PairedImage> images = [];
        Dictionary<string, PairedImage> known = [];
        TokenizedTexts texts = new(model.Tokenizer);
        List<long> empty = [];
        long rows = 0;
        using (var cursor = view.GetRowCursor([view.Schema[image.Index], text]))
        {
            var readImage = image.CreateReader(cursor);
            var readText = cursor.GetGetter<ReadOnlyMemory<char>>(text);
            ReadOnlyMemory<char> value = default;
            for (; cursor.MoveNext(); rows++)
            {
                cancellation.ThrowIfCancellationRequested();
                readText(ref value);
                if (texts.Add(value.ToString()) is not { } number)
                {
                    empty.Add(cursor.Position);
                    continue;
                }
                var source = readImage();
                var identity = source is MissingImage ? null : ImageIdentity.Of(source, view.Schema[image.Index].Type, model.Preprocessing);
                if (identity is not null && known.TryGetValue(identity, out var before))
                {
                    if (!before.Texts.Contains(number))
                        before.Texts.Add(number);
                    continue;
                }
                var paired = new PairedImage(source, [number]);
                images.Add(paired);
                if (identity is not null)
                    known[identity] = paired;
            }
        }
        Check(rows, empty, images.Count, textColumn, allowed, warn);
        if (texts.Truncated > 0)
            warn($"{texts.Truncated} of {texts.Spellings} different texts {(texts.Truncated == 1 ? "is" : "are")} longer than the {model.Tokenizer.Options.ContextLength} tokens that the network reads, and cut.");
        return new PairSet(images, texts);
    }

    /// <summary>Holds a part of the images back, at random by seed, each with all its texts; none where either part would have a single one.</summary>
    public (PairSet Train, PairSet? Held) Split(double fraction, int seed)
    {
        var count = Math.Min(Math.Min((int)Math.Round(Images.Count * fraction), MostHeldBack), Images.Count - 2);
        if (count < 2)
            return (this, null); // one image finds its texts whatever the network does
        var held = new SeededRandom(seed).Permutation(Images.Count).Take(count).ToHashSet();
        return (this with { Images = [.. Images.Where((_, i) => !held.Contains(i))] }, this with { Images = [.. Images.Where((_, i) => held.Contains(i))] });
    }

    private static void Check(long rows, List<long> empty, int images, string column, double allowed, Action<string> warn)
    {
        if (rows == 0)
            throw new InvalidOperationException("The set of pairs is empty.");
        if (empty.Count == 0)
            return;
        string named = $"{empty.Count} of {rows} rows have no text in column '{column}': rows {string.Join(", ", empty.Take(NamedRows))}{(empty.Count > NamedRows ? ", ..." : "")}";
        if (images == 0 || empty.Count > allowed * rows)
            throw new InvalidOperationException(named + string.Create(CultureInfo.InvariantCulture, $"; that is more than the {allowed:P1} that MaxBadImages allows."));
        warn(named + ". They are left out.");
    }
}
