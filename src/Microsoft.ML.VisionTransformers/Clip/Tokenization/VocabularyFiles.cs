using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>The vocabulary that a path leads to: a file of merges, or those that lie in a checkpoint's folder.</summary>
internal static class VocabularyFiles
{
    private const int LargestConfig = 1 << 20;

    private static readonly string[] s_mergeLists = ["bpe_simple_vocab_16e6.txt.gz", "bpe_simple_vocab_16e6.txt"];

    /// <summary>The vocabulary, and the options that the library which wrote the folder would use.</summary>
    /// <param name="path">A vocabulary, a checkpoint beside one, or the folder of either.</param>
    /// <param name="specials">The spelling of the special tokens, where the files leave it open; null for that library's.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="CheckpointFormatException">A file is not sound.</exception>
    public static (BytePairVocabulary Vocabulary, ClipTokenizerOptions Options) Open(string path, ClipSpecialTokens? specials)
    {
        var isFile = File.Exists(path);
        if (!isFile && !Directory.Exists(path))
            throw new FileNotFoundException($"There is no vocabulary at {path}.", path);
        var folder = isFile ? Path.GetDirectoryName(Path.GetFullPath(path))! : path;
        if (isFile && IsMergeList(path))
            return OpenMerges(path, folder, specials);
        if (isFile && IsTokenizer(path))
            return (HuggingFaceVocabulary.ReadTokenizer(path), LibraryOf(folder) ?? ClipTokenizerOptions.HuggingFace);
        var (vocabulary, merges, tokenizer) = (Path.Combine(folder, "vocab.json"), Path.Combine(folder, "merges.txt"), Path.Combine(folder, "tokenizer.json"));
        if (File.Exists(vocabulary) && File.Exists(merges))
            return (HuggingFaceVocabulary.ReadPair(vocabulary, merges), LibraryOf(folder) ?? ClipTokenizerOptions.HuggingFace);
        if (File.Exists(tokenizer))
            return (HuggingFaceVocabulary.ReadTokenizer(tokenizer), LibraryOf(folder) ?? ClipTokenizerOptions.HuggingFace);
        foreach (var name in s_mergeLists)
        {
            if (File.Exists(Path.Combine(folder, name)))
                return OpenMerges(Path.Combine(folder, name), folder, specials);
        }
        throw new FileNotFoundException(
            $"{folder} holds no vocabulary for CLIP's texts: neither vocab.json with merges.txt, nor tokenizer.json, nor {s_mergeLists[0]}. "
            + "Put one of them beside the checkpoint (HuggingFace's folders have it; OpenAI's repository has the last), or name its path.", path);
    }

    private static bool IsMergeList(string path)
    {
        var name = Path.GetFileName(path);
        // merges.txt with its vocab.json is read with it: that says the numbers.
        return name == "merges.txt"
            ? !File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "vocab.json"))
            : name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whatever JSON is named, unless it is what else lies in a checkpoint's folder: that stands for the folder.</summary>
    private static bool IsTokenizer(string path)
    {
        var name = Path.GetFileName(path);
        return name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && name != "vocab.json" && !name.EndsWith("config.json", StringComparison.OrdinalIgnoreCase)
            && !name.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase);
    }

    private static (BytePairVocabulary, ClipTokenizerOptions) OpenMerges(string path, string folder, ClipSpecialTokens? specials)
    {
        var options = LibraryOf(folder) ?? new ClipTokenizerOptions();
        return (MergeListVocabulary.Read(path, specials ?? options.SpecialTokens), options);
    }

    /// <summary>open_clip's options for a folder of open_clip or FlagAI, which share a spelling; null for others.</summary>
    private static ClipTokenizerOptions? LibraryOf(string folder)
    {
        var config = Path.Combine(folder, "config.json");
        if (File.Exists(Path.Combine(folder, "open_clip_config.json")))
            return ClipTokenizerOptions.OpenClip;
        // FlagAI's configuration names the parts as open_clip's does.
        return new FileInfo(config) is { Exists: true, Length: < LargestConfig } && File.ReadAllText(config).Contains("\"vision_cfg\"", StringComparison.Ordinal)
            ? ClipTokenizerOptions.OpenClip : null;
    }
}
