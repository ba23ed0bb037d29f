using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Pretraining;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Pretraining;

/// <summary>One masked autoencoder that many tests look at, with its run folder: trained once, on 30 pictures a class.</summary>
public sealed class PretrainedModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PretrainedModel()
    {
        Context = new MLContext(seed: 1);
        Context.Log += (_, e) => Log.Add(e.Message);
        var images = Context.Data.LoadImageFolder(ShapePictures.WriteFolder(Path.Combine(_folder.Path, "train"), 30, seed: 1));
        Train = Context.Transforms.Conversion.MapValueToKey("Label").Fit(images).Transform(images);
        Test = Context.Data.LoadImageFolder(ShapePictures.WriteFolder(Path.Combine(_folder.Path, "test"), 5, seed: 2));
        Run = Path.Combine(_folder.Path, "run");
        var options = TinyPretraining.Options(epochs: 25);
        options.LearningRate = 8e-3;
        (options.LabelColumnName, options.ProbeEpochs, options.PictureEpochs, options.OutputFolder) = ("Label", 5, 10, Run);
        (options.ReconstructionColumnName, options.LossColumnName) = ("Reconstruction", "Loss");
        Trainer = TinyPretraining.Trainer(Context, options);
        Model = Trainer.Fit(Train);
    }

    public MLContext Context { get; }

    public List<string> Log { get; } = [];

    public IDataView Train { get; }

    public IDataView Test { get; }

    /// <summary>The folder that the training lived in.</summary>
    public string Run { get; }

    public IEstimator<MaskedAutoencoderTransformer> Trainer { get; }

    public MaskedAutoencoderTransformer Model { get; }

    public string[] TestPaths => Test.GetColumn<string>("ImagePath").ToArray();

    public string NewPath(string name) => Path.Combine(_folder.Path, name);

    public void Dispose()
    {
        Model.Dispose();
        _folder.Dispose();
    }
}

/// <summary>The classes of tests that share <see cref="PretrainedModel"/>.</summary>
[CollectionDefinition(nameof(PretrainedModel))]
public sealed class PretrainedModelCollection : ICollectionFixture<PretrainedModel>;
