using System.IO.Compression;
using System.Text.Json;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

public sealed class ClipTokenizerLoadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Just enough for "low" and "er".
    private static readonly string[] s_toyMerges = ["#version: 0.2", "l o", "lo w</w>", "e r</w>", ""];
    private static readonly Dictionary<string, int> s_toyNumbers = "l o w e r w</w> r</w> lo low</w> er</w> <|startoftext|> <|endoftext|>".Split(' ')
        .Select((symbol, number) => (symbol, number)).ToDictionary(pair => pair.symbol, pair => pair.number);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadsHuggingFaceFolders()
    {
        Write("vocab.json", JsonSerializer.Serialize(ClipVocabularyFile.Numbers()));
        Write("merges.txt", ["#version: 0.2", .. ClipVocabularyFile.MergeLines, ""]);
        var tokenizer = ClipTokenizer.Load(_folder.Path);
        Assert.Equal(ClipTokenizerOptions.HuggingFace, tokenizer.Options);
        AssertIsClip(tokenizer);
        AssertIsClip(ClipTokenizer.Load(Path.Combine(_folder.Path, "merges.txt")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadsTokenizerJson(bool pairs)
    {
        object merges = pairs ? ClipVocabularyFile.MergeLines.Select(line => line.Split(' ')) : ClipVocabularyFile.MergeLines;
        var added_tokens = new[] { new { id = 49407, content = "<|endoftext|>" } };
        Write("tokenizer.json", JsonSerializer.Serialize(new { added_tokens, model = new { vocab = ClipVocabularyFile.Numbers(), merges } }));
        AssertIsClip(ClipTokenizer.Load(_folder.Path));

        // By its own name it is taken whatever lies beside it.
        var named = Path.Combine(_folder.Path, "my-tokenizer.json");
        File.Move(Path.Combine(_folder.Path, "tokenizer.json"), named);
        Write("vocab.json", "{}");
        Write("merges.txt", "");
        AssertIsClip(ClipTokenizer.Load(named));
    }

    [Theory]
    [InlineData("bpe_simple_vocab_16e6.txt")]
    [InlineData("bpe_simple_vocab_16e6.txt.gz")]
    public void ReadsTheListBesideACheckpoint(string name)
    {
        using (var target = File.Create(Path.Combine(_folder.Path, name)))
        using (Stream stream = name.EndsWith(".gz") ? new GZipStream(target, CompressionLevel.Fastest) : target)
            stream.Write(File.ReadAllBytes(ClipVocabularyFile.Path));
        var checkpoint = Write("ViT-B-32.pt", "weights");
        var tokenizer = ClipTokenizer.Load(checkpoint);
        Assert.Equal(new ClipTokenizerOptions(), tokenizer.Options);
        AssertIsClip(tokenizer);
        AssertIsClip(ClipTokenizer.Load(Path.Combine(_folder.Path, name)));
    }

    [Theory]
    [InlineData("open_clip_config.json", "{}")]
    [InlineData("config.json", "{ \"embed_dim\": 512, \"vision_cfg\": {}, \"text_cfg\": {} }")]
    public void FoldersOfOpenClipAndFlagAISpellTheirSpecialTokens(string name, string content)
    {
        File.Copy(ClipVocabularyFile.Path, Path.Combine(_folder.Path, "bpe_simple_vocab_16e6.txt"));
        Write(name, content);
        var tokenizer = ClipTokenizer.Load(_folder.Path);
        Assert.Equal(ClipTokenizerOptions.OpenClip, tokenizer.Options);
        Assert.Equal([49406], tokenizer.Encode("<start_of_text>"));
        Assert.Equal([49406], ClipTokenizer.Load(_folder.Path, ClipTokenizerOptions.OpenAI).Encode("<|startoftext|>"));
    }

    [Fact]
    public void ReadsSmallVocabularies()
    {
        WriteToy(s_toyNumbers, s_toyMerges);
        var tokenizer = ClipTokenizer.Load(_folder.Path);
        // What the vocabulary lacks is the end token, as in HuggingFace.
        Assert.Equal([8, 7, 9, 0, 11], tokenizer.Encode("low loer lz"));
        Assert.Equal((12, 10, 11), (tokenizer.VocabularySize, tokenizer.StartToken, tokenizer.EndToken));
    }

    [Fact]
    public void SaysWhatIsLookedForWhereThereIsNothing()
    {
        Assert.Contains("vocab.json", Assert.Throws<FileNotFoundException>(() => ClipTokenizer.Load(_folder.Path)).Message);
        Assert.Throws<FileNotFoundException>(() => ClipTokenizer.Load(Path.Combine(_folder.Path, "missing.txt")));
    }

    [Fact]
    public void ListsThatAreCutOffAreRefused()
    {
        var path = Write("list.txt", [.. File.ReadLines(ClipVocabularyFile.Path).Take(1001)]);
        Assert.Contains("ends after 1,000 merges", Refusal(path));
    }

    [Theory]
    [InlineData(0, "i n", "line 1")]
    [InlineData(500, "only", "line 501")]
    [InlineData(500, "a b c", "line 501")]
    [InlineData(500, "a  b", "line 501")]
    [InlineData(500, "zzzzq a", "line 501: 'zzzzq a' merges 'zzzzq'")]
    [InlineData(500, "i n", "line 501: 'i n' makes 'in', which is there already")]
    public void LinesThatMakeNoSenseAreNamed(int index, string line, string expected)
    {
        string[] lines = [.. File.ReadLines(ClipVocabularyFile.Path)];
        lines[index] = line;
        var path = Write("list.txt", lines);
        var message = Refusal(path);
        Assert.Contains(path, message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void BrokenCompressionIsRefused()
    {
        var path = Path.Combine(_folder.Path, "list.txt.gz");
        File.WriteAllBytes(path, [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.Contains(path, Refusal(path));
    }

    [Fact]
    public void SmallFilesThatUnpackToHugeOnesAreRefused()
    {
        var path = Path.Combine(_folder.Path, "list.txt.gz");
        using (var stream = new GZipStream(File.Create(path), CompressionLevel.SmallestSize))
        {
            for (var i = 0; i < 40; i++)
                stream.Write(new byte[1 << 20]);
        }
        Assert.Contains("more than 32 MiB", Refusal(path));
    }

    [Theory]
    [InlineData("{ \"a\": 0, \"a\": 1 }", "symbol 'a' twice")]
    [InlineData("{ \"a\": 0, \"b\": 0 }", "gives the number 0 to 'a' and to 'b'")]
    [InlineData("{ \"a\": -1 }", "-1 where the number")]
    [InlineData("{ \"a\": 2147483647 }", "2147483647 where the number")]
    [InlineData("{ \"a\": \"x\" }", "vocabulary")]
    [InlineData("[ 1 ]", "vocabulary")]
    [InlineData("{ \"a\":", "not the JSON of a vocabulary")]
    [InlineData("{ \"a\": 0 }", "start and the end")]
    public void NumbersThatMakeNoSenseAreRefused(string json, string expected)
    {
        Write("vocab.json", json);
        Write("merges.txt", "#version: 0.2");
        var message = Refusal(_folder.Path);
        Assert.Contains("vocab.json", message);
        Assert.Contains(expected, message);
    }

    [Theory]
    [InlineData("o q", "line 3: 'o q' merges 'q', which the vocabulary lacks")]
    [InlineData("o e", "line 3: 'o e' makes 'oe', which the vocabulary lacks")]
    [InlineData("l o", "line 3: 'l o' is there twice")]
    public void MergesThatDontFitTheNumbersAreNamed(string second, string expected)
    {
        WriteToy(s_toyNumbers, ["#version: 0.2", "l o", second]);
        Assert.Contains(expected, Refusal(_folder.Path));
    }

    [Fact]
    public void MergesBeforeTheirPartsAreRefused()
    {
        WriteToy(s_toyNumbers, ["#version: 0.2", "lo w</w>", "l o"]);
        Assert.Contains("line 2: 'lo w</w>' merges 'lo' before that is made", Refusal(_folder.Path));
    }

    private void WriteToy(Dictionary<string, int> numbers, string[] merges)
    {
        Write("vocab.json", JsonSerializer.Serialize(numbers));
        Write("merges.txt", merges);
    }

    private string Write(string name, params string[] lines)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, string.Join('\n', lines));
        return path;
    }

    private static string Refusal(string path) => Assert.Throws<CheckpointFormatException>(() => ClipTokenizer.Load(path)).Message;

    private static void AssertIsClip(ClipTokenizer tokenizer)
    {
        Assert.Equal([320, 1125, 539, 320, 2102, 49019, 269], tokenizer.Encode("a photo of a sea anemone."));
        Assert.Equal([49406, 49407], [tokenizer.StartToken, tokenizer.EndToken]);
        Assert.Equal(49408, tokenizer.VocabularySize);
    }
}
