using Microsoft.ML.VisionTransformers.Pretraining;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Tests.Pretraining;

public sealed class PretrainingEvaluationsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _skipped = [];
    private readonly IDataView _images;
    private readonly MaskedPretrainingOptions _options = TinyPretraining.Options();

    // One of the 6 images that a probe of the 30 asks for.
    private readonly string _asked;

    public PretrainingEvaluationsTests()
    {
        _context.Log += (_, e) =>
        {
            if (e.RawMessage.StartsWith("Skipped", StringComparison.Ordinal))
                _skipped.Add(e.RawMessage);
        };
        var images = _context.Data.LoadImageFolder(ShapePictures.WriteFolder(_folder.Path, 10, seed: 1));
        _images = _context.Transforms.Conversion.MapValueToKey("Label").Fit(images).Transform(images);
        (_options.LabelColumnName, _options.ProbeEpochs, _options.Seed) = ("Label", 1, 5);
        _asked = NeighbourProbe.Choose(PretrainingImages.Read(_images, "ImagePath", "Label", "the training set", default), _options.ProbeImages, 5)!.Value.Asked[0].Image.Name;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_bad_image_that_is_allowed_of_all_is_allowed_of_a_probe()
    {
        File.WriteAllText(_asked, "no picture");
        _options.MaxBadImages = 0.04; // one of 30, none of 6
        List<double?> measured = [];
        _options.MetricsCallback = epoch => measured.Add(epoch[NeighbourProbe.Metric]);
        Fit();
        Assert.Equal(2, measured.Count);
        Assert.All(measured, accuracy => Assert.InRange(accuracy!.Value, 0, 1));
        Assert.Contains(_skipped, line => line.Contains(_asked));
    }

    [Fact]
    public void A_probe_keeps_no_images_until_the_next()
    {
        // Training has it in its own memory by then.
        _options.MetricsCallback = _ => File.Delete(_asked);
        Fit();
        Assert.Contains(_asked, Assert.Single(_skipped));
    }

    [Fact]
    public void A_probe_that_finds_no_image_measures_nothing()
    {
        List<double?> measured = [];
        _options.MetricsCallback = epoch =>
        {
            measured.Add(epoch[NeighbourProbe.Metric]);
            foreach (var file in Directory.GetFiles(_folder.Path, "*.png", SearchOption.AllDirectories))
                File.Delete(file);
        };
        Fit();
        Assert.NotNull(measured[0]);
        Assert.Null(measured[1]);
    }

    private void Fit() => TinyPretraining.Trainer(_context, _options).Fit(_images).Dispose();
}
