using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

/// <summary>One model that many tests look at: trained once, on 60 pictures a class, tested on 20.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedModel()
    {
        Context = new MLContext(seed: 1);
        Context.Log += (_, e) => Log.Add(e.Message);
        Train = Context.Data.LoadImageFolder(ShapePictures.WriteFolder(System.IO.Path.Combine(_folder.Path, "train"), 60, seed: 1));
        Test = Context.Data.LoadImageFolder(ShapePictures.WriteFolder(System.IO.Path.Combine(_folder.Path, "test"), 20, seed: 2));
        Model = TinyViT.Pipeline(Context, TinyViT.Options()).Fit(Train);
        Classifier = ((IEnumerable<ITransformer>)Model).OfType<ViTTransformer>().Single();
    }

    public MLContext Context { get; }

    public List<string> Log { get; } = [];

    public IDataView Train { get; }

    public IDataView Test { get; }

    public ITransformer Model { get; }

    public ViTTransformer Classifier { get; }

    public string[] TestPaths => Test.GetColumn<string>("ImagePath").ToArray();

    public float[][] Scores(IDataView scored) => scored.GetColumn<float[]>("Score").ToArray();

    public void Dispose()
    {
        (Model as IDisposable)?.Dispose();
        _folder.Dispose();
    }
}

/// <summary>The classes of tests that share <see cref="TrainedModel"/>.</summary>
[CollectionDefinition(nameof(TrainedModel))]
public sealed class TrainedModelCollection : ICollectionFixture<TrainedModel>;
