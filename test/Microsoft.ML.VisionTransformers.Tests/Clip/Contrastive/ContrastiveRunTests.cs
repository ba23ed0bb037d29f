using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.Contrastive;

[Collection("Kernels")]
public sealed class ContrastiveRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _log = [];
    private readonly PairPictures.Row[] _rows;

    public ContrastiveRunTests()
    {
        _context.Log += (_, e) => _log.Add(e.RawMessage);
        _rows = PairPictures.Write(Path.Combine(_folder.Path, "train"), 2, seed: 3);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ABadImageThatIsAllowedOfTheWholeIsAllowedOfThePartHeldBack()
    {
        var options = PairPictures.Options();
        // One of 12 is less than a tenth, but more than a tenth of the 3 that are held back.
        (options.MaxEpochs, options.MaxBadImages, options.ValidationSetFraction) = (1, 0.1, 0.25f);
        var bad = _rows[2 * new SeededRandom(options.Seed!.Value).Permutation(12)[0]].ImagePath;
        File.WriteAllText(bad, "no picture");
        Fit(options);
        Assert.Contains(_log, line => line.StartsWith("Skipped", StringComparison.Ordinal) && line.Contains(bad));
        Assert.Contains(_log, line => line.StartsWith("Before training", StringComparison.Ordinal) && line.Contains("of 2 images"));
    }

    [Fact]
    public void ASingleImageIsNoValidationSet()
    {
        var options = PairPictures.Options();
        options.ValidationSet = _context.Data.LoadFromEnumerable(_rows.Take(2));
        Assert.Contains("single image in the validation set", Assert.Throws<InvalidOperationException>(() => Fit(options)).Message);
    }

    [Fact]
    public void EmptyWeightsAreNoWeights()
    {
        var options = PairPictures.Options();
        (options.Weights, options.MaxEpochs, options.LearningRate) = ("", 1, 1e-5);
        Fit(options);
        Assert.Contains(_log, line => line.Contains("from random weights hardly anything is learnt"));
        Assert.DoesNotContain(_log, line => line.Contains("InterpolationAlpha"));
    }

    [Fact]
    public void TheListOfTemplatesIsCopied()
    {
        var options = PairPictures.Options();
        List<string> templates = ["a {} square"];
        (options.MaxEpochs, options.ZeroShotSet, options.ZeroShotTemplates) = (1, _context.Data.LoadFromEnumerable(_rows), templates);
        var trainer = _context.Transforms.ClipContrastive(options);
        templates[0] = "no place for a name";
        trainer.Fit(_context.Data.LoadFromEnumerable(_rows)).Dispose();
    }

    [Fact]
    public void ZeroShotImagesTakeNoMemoryBetweenEpochs()
    {
        var shown = PairPictures.Write(Path.Combine(_folder.Path, "shown"), 1, seed: 4);
        var options = PairPictures.Options();
        (options.MaxBadImages, options.ZeroShotSet) = (1, _context.Data.LoadFromEnumerable(shown));
        options.MetricsCallback = _ => File.Delete(shown[0].ImagePath);
        Fit(options);
        Assert.Contains(_log, line => line.StartsWith("Skipped", StringComparison.Ordinal) && line.Contains(shown[0].ImagePath));
    }

    private void Fit(ClipContrastiveTrainer.Options options) => _context.Transforms.ClipContrastive(options).Fit(_context.Data.LoadFromEnumerable(_rows)).Dispose();
}
