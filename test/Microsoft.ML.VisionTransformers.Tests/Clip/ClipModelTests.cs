using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

public sealed class ClipModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("HuggingFace")]
    [InlineData("open_clip")]
    [InlineData("FlagAI")]
    public void Published_folders_give_the_same_model(string library)
    {
        using var scope = NewDisposeScope();
        var path = library switch
        {
            "HuggingFace" => ClipFolder.WriteHuggingFace(_folder.Path),
            "open_clip" => ClipFolder.WriteOpenClip(_folder.Path),
            _ => ClipFolder.WriteFlagAI(_folder.Path),
        };
        using var expected = ClipFolder.Model();
        using var loaded = Load(new ClipSource { Weights = path });
        var texts = new[] { "a photo of a cat", "ein Hund, 狗" };
        Assert.True(loaded.EmbedTexts(loaded.Tokens(texts), true).allclose(expected.EmbedTexts(expected.Tokens(texts), true), 1e-5, 1e-6));
        Assert.Equal((16, 12), (loaded.Preprocessing.Height, loaded.EmbeddingDim));
        Assert.Equal(library == "open_clip" ? 0.5f : 0.48145466f, loaded.Preprocessing.Mean[0]);
    }

    [Fact]
    public void A_vocabulary_may_lie_elsewhere()
    {
        ClipFolder.WriteHuggingFace(_folder.Path);
        File.Delete(Path.Combine(_folder.Path, "vocab.json"));
        File.Delete(Path.Combine(_folder.Path, "merges.txt"));
        Assert.Contains("vocabulary", Assert.Throws<FileNotFoundException>(() => Load(new ClipSource { Weights = _folder.Path })).Message);
        using var loaded = Load(new ClipSource { Weights = _folder.Path, Tokenizer = ClipVocabularyFile.Path });
        Assert.Equal(49408, loaded.Tokenizer.VocabularySize);
    }

    [Fact]
    public void Random_weights_need_a_tokenizer_and_a_size()
    {
        using var model = Load(new ClipSource { CustomArchitecture = ClipFolder.Architecture, Tokenizer = ClipVocabularyFile.Path, Seed = 4 });
        Assert.Equal(12, model.EmbeddingDim);
        Assert.Contains("tokenizer", Assert.Throws<ArgumentException>(() => Load(new ClipSource { CustomArchitecture = ClipFolder.Architecture })).Message);
        Assert.Contains("Neither weights nor an architecture", Assert.Throws<ArgumentException>(() => Load(new ClipSource { Tokenizer = ClipVocabularyFile.Path })).Message);
    }

    [Fact]
    public void Another_family_is_no_clip()
        => Assert.Contains("is a ViT", Assert.Throws<ArgumentException>(() => Load(new ClipSource { Architecture = "vit_small_patch16_224", Tokenizer = ClipVocabularyFile.Path })).Message);

    [Fact]
    public void AltClip_is_refused_by_what_reads_its_texts()
    {
        ClipFolder.WriteHuggingFace(_folder.Path);
        var config = Path.Combine(_folder.Path, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"model_type\": \"clip\"", "\"model_type\": \"altclip\""));
        Assert.Contains("XLM-RoBERTa", Assert.Throws<NotSupportedException>(() => Load(new ClipSource { Weights = _folder.Path })).Message);
    }

    [Fact]
    public void Tokenizer_and_network_have_to_be_of_one_vocabulary()
        => Assert.Contains("49,408 symbols and the network 40",
            Assert.Throws<ArgumentException>(() => new ClipModel(TinyClip.Network(), ClipVocabularyFile.Tokenizer, ClipFolder.Architecture)).Message);

    [Fact]
    public void A_saved_vocabulary_reads_the_same_texts()
    {
        ClipVocabularyFile.Tokenizer.Save(_folder.Path);
        var loaded = ClipTokenizer.Load(_folder.Path);
        Assert.Equal((49408, 49406, 49407), (loaded.VocabularySize, loaded.StartToken, loaded.EndToken));
        const string Text = "A naïve “café” — 3 dogs' toys, 犬 и кошка!";
        Assert.Equal(ClipVocabularyFile.Tokenizer.Encode(Text), loaded.Encode(Text));
        Assert.Contains("<|endoftext|>", File.ReadAllText(Path.Combine(_folder.Path, "tokenizer_config.json")).Replace("\\u003C", "<").Replace("\\u003E", ">"));
    }

    private static ClipModel Load(ClipSource source) => ClipModel.Load(source, CPU, _ => { }, default);
}
