using System.Reflection;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

public sealed class CancellationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(1);

    public void Dispose() => _folder.Dispose();

    private IDataView Images => _context.Data.LoadImageFolder(ShapePictures.WriteFolder(_folder.Path, 20, seed: 3));

    [Fact]
    public void A_cancelled_token_keeps_the_best_so_far()
    {
        using var source = new CancellationTokenSource();
        var options = TinyViT.Options(epochs: 1000);
        var epochs = 0;
        options.CancellationToken = source.Token;
        options.MetricsCallback = _ =>
        {
            if (++epochs == 4)
                source.Cancel();
        };
        using var model = (IDisposable)TinyViT.Pipeline(_context, options).Fit(Images);
        Assert.InRange(epochs, 4, 8);
        var classifier = ((IEnumerable<ITransformer>)model).OfType<ViTTransformer>().Single();
        Assert.Equal(3, classifier.ClassNames.Count);
    }

    [Fact]
    public void A_cancelled_token_throws_where_that_is_asked_for()
    {
        using var source = new CancellationTokenSource();
        var options = TinyViT.Options(epochs: 1000);
        options.CancellationToken = source.Token;
        options.ThrowOnCancellation = true;
        options.MetricsCallback = _ => source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => TinyViT.Pipeline(_context, options).Fit(Images));
    }

    [Fact]
    public void A_cancelled_context_throws_as_AutoML_expects()
    {
        var options = TinyViT.Options(epochs: 100_000);
        var cancel = typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!;
        options.MetricsCallback = _ => cancel.Invoke(_context, null);
        Assert.ThrowsAny<OperationCanceledException>(() => TinyViT.Pipeline(_context, options).Fit(Images));
    }
}
