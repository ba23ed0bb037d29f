using Microsoft.ML.VisionTransformers.Clip;

namespace Benchmarks.Workloads;

/// <summary>Captions to CLIP's tokens, on one thread: ten thousand sentences as people write them below pictures, a tenth with curly quotes or accents.</summary>
internal static class Captions
{
    /// <summary>Tokens of all captions together, without those for start, end and padding.</summary>
    public const int Tokens = 144_650;

    private static readonly string[] s_subjects =
    [
        "A man", "Two women", "The little girl", "An old farmer", "A brown dog", "Three zebras", "Several skiers", "A skateboarder", "The bride",
        "A black-and-white cat", "Some tourists",
    ];
    private static readonly string[] s_actions =
    [
        "riding a wave on top of", "sitting next to", "standing in front of", "looking at", "jumping over", "running past", "holding up",
        "waiting beside", "playing with", "walking towards",
    ];
    private static readonly string[] s_objects =
    [
        "a surfboard", "a wooden bench", "the Eiffel Tower", "a red double-decker bus", "a plate of spaghetti", "an umbrella", "a fire hydrant",
        "the “Grand Café”", "a laptop computer", "a giraffe's enclosure",
    ];
    private static readonly string[] s_places =
    [
        "in the park.", "on a rainy day", "at night, 1987", "by the ocean!", "during the 2012 Olympics.", "in black and white",
        "near downtown San Francisco", "under a cloudless sky", "(photo by the author)",
    ];

    public static Action Prepare()
    {
        var tokenizer = ClipTokenizer.Load(FindVocabulary());
        string[] captions =
        [
            .. from subject in s_subjects from action in s_actions from thing in s_objects from place in s_places
               select $"{subject} {action} {thing} {place}",
        ];
        var tokens = captions.Sum(caption => tokenizer.Encode(caption).Length);
        if (tokens != Tokens)
            throw new InvalidOperationException($"The captions have {tokens} tokens, and the speed is counted by {Tokens}.");
        var row = new long[tokenizer.Options.ContextLength];
        return () =>
        {
            foreach (var caption in captions)
                tokenizer.EncodeRow(caption, row);
        };
    }

    /// <summary>Where build/clip-vocabulary puts it.</summary>
    private static string FindVocabulary()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "artifacts", "clip", "bpe_simple_vocab_16e6.txt");
            if (File.Exists(path))
                return path;
        }
        throw new FileNotFoundException("CLIP's vocabulary is not there; run build/clip-vocabulary.");
    }
}
