namespace ParityTests.Kinds;

/// <summary>CLIP's byte pairs, where build/clip-vocabulary puts them.</summary>
internal static class ClipVocabulary
{
    public static string Find()
    {
        var path = Path.GetFullPath(Path.Combine(FixtureFinder.DefaultFolder(), "..", "..", "..", "artifacts", "clip", "bpe_simple_vocab_16e6.txt"));
        return File.Exists(path) ? path : throw new FileNotFoundException("CLIP's vocabulary is not there; run build/clip-vocabulary.", path);
    }
}
