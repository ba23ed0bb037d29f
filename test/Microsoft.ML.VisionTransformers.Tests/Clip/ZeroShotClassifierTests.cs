using Microsoft.ML.VisionTransformers.Clip;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

public class ZeroShotClassifierTests
{
    [Fact]
    public void ATextCountsByItsDirection()
    {
        using var scope = NewDisposeScope();
        var direction = ZeroShotClassifier.Direction(tensor(new[] { 3f, 0, 0, 0.01f }, [2, 2]));
        Assert.Equal(Math.Sqrt(0.5), direction[0].item<float>(), 1e-6);
        Assert.Equal(Math.Sqrt(0.5), direction[1].item<float>(), 1e-6);
    }

    [Fact]
    public void ScoresAreCosinesTimes100()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        var texts = TinyClip.Texts();
        using var classifier = ZeroShotClassifier.Create(network, [texts, texts.narrow(0, 0, 1)]);
        Assert.Equal([2L, 12], classifier.Weights.shape);

        var image = network.encode_text(texts)[0].unsqueeze(0) * 5;
        var scores = classifier.Score(image);
        Assert.Equal(100, scores[0, 1].item<float>(), 1e-3);
        Assert.True(scores[0, 0].item<float>() < 100);
        Assert.Equal(scores[0, 0].item<float>() / 100, classifier.Score(image, 1)[0, 0].item<float>(), 1e-5);
    }

    [Fact]
    public void WeightsOutliveTheScopeTheyWereMadeIn()
    {
        using var network = TinyClip.Network();
        ZeroShotClassifier classifier;
        using (NewDisposeScope())
            classifier = ZeroShotClassifier.Create(network, [TinyClip.Texts()]);
        using (classifier)
            Assert.Equal(1, classifier.Weights.pow(2).sum().item<float>(), 1e-5);
    }

    [Fact]
    public void AClassIsAllItsNamesInAllTemplates()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network(TinyClip.Configuration with { ContextLength = 77, VocabularySize = 49408, TextWidth = 8 });
        var tokenizer = ClipVocabularyFile.Tokenizer;
        using var classifier = ZeroShotClassifier.Create(network, tokenizer, [["dog", "hound"], ["cat"]], ["a photo of a {}.", "a {}"]);
        var texts = tokenizer.EncodeBatch(["a photo of a dog.", "a dog", "a photo of a hound.", "a hound"]);
        using var expected = ZeroShotClassifier.Create(network, [tensor(texts)]);
        Assert.True(classifier.Weights[0].allclose(expected.Weights[0], 1e-5, 1e-6));
        Assert.Equal([2L, 12], classifier.Weights.shape);
    }

    [Fact]
    public void ManyTextsOfAClassGoThroughTheNetworkInParts()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        List<long> parts = [];
        var norm = (nn.Module<Tensor, Tensor>)network.named_modules().Single(child => child.name == "ln_final").module;
        norm.register_forward_pre_hook((_, x) =>
        {
            parts.Add(x.shape[0]);
            return x;
        });
        using var classifier = ZeroShotClassifier.Create(network, [TinyClip.Texts().repeat(150, 1)]);
        Assert.Equal([256L, 44], parts.ToArray());
        using var expected = ZeroShotClassifier.Create(network, [TinyClip.Texts()]);
        Assert.True(classifier.Weights.allclose(expected.Weights, 1e-5, 1e-6));
    }

    [Fact]
    public void ATemplateNeedsAPlaceAndAClassAName()
    {
        using var network = TinyClip.Network();
        var tokenizer = ClipVocabularyFile.Tokenizer;
        Assert.Contains("\"a photo\" has no {}", Assert.Throws<ArgumentException>(() => ZeroShotClassifier.Create(network, tokenizer, [["dog"]], ["a photo"])).Message);
        Assert.Contains("no name", Assert.Throws<ArgumentException>(() => ZeroShotClassifier.Create(network, tokenizer, [[]], ["a {}"])).Message);
        Assert.Contains("0 classes", Assert.Throws<ArgumentException>(() => ZeroShotClassifier.Create(network, tokenizer, [], ["a {}"])).Message);
    }
}
