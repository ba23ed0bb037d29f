using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.Contrastive;

[Collection("Kernels")]
public sealed class ClipContrastiveTransformerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(seed: 1);
    private readonly PairPictures.Row[] _rows;

    public ClipContrastiveTransformerTests() => _rows = PairPictures.Write(_folder.Path, 2, seed: 3);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PairsMayBeChosenByWhatTheModelSaysOfThem()
    {
        using var model = Model();
        var (pairs, scored) = (View(), model.Transform(View()));
        Assert.Equal(model.EvaluateRetrieval(pairs), model.EvaluateRetrieval(_context.Data.FilterRowsByColumn(scored, "Similarity", lowerBound: -2)));
    }

    [Fact]
    public void TheCallerSaysHowManyPairsMayBeBad()
    {
        using var model = Model();
        File.WriteAllText(_rows[2].ImagePath, "no picture");
        Assert.Throws<BadImagesException>(() => model.EvaluateRetrieval(View()));
        Assert.Equal(11, model.EvaluateRetrieval(View(), maxBadImages: 0.1).Images);
        _rows[0].Text = "";
        Assert.Contains("24 rows", Assert.Throws<InvalidOperationException>(() => model.EvaluateRetrieval(View(), maxBadImages: 0.01)).Message);
        Assert.Equal(11, model.EvaluateRetrieval(View(), maxBadImages: 0.1).Images);
        foreach (var share in new[] { -0.1, 1.1, double.NaN })
            Assert.Throws<ArgumentOutOfRangeException>("maxBadImages", () => model.EvaluateRetrieval(View(), share));
    }

    private IDataView View() => _context.Data.LoadFromEnumerable(_rows);

    private ClipContrastiveTransformer Model()
    {
        var options = PairPictures.Options();
        options.MaxEpochs = 1;
        return _context.Transforms.ClipContrastive(options).Fit(View());
    }
}
