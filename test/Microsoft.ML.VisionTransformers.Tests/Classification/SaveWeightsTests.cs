using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

[Collection(nameof(TrainedModel))]
public class SaveWeightsTests(TrainedModel trained)
{
    [Theory]
    [InlineData(WeightNaming.Native, "weights.safetensors")]
    [InlineData(WeightNaming.Timm, "timm")]
    public void ATrainedNetworkGoesToOtherLibrariesWithItsClasses(WeightNaming naming, string name)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, name);
        trained.Classifier.SaveWeights(path, naming);

        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(trained.Classifier.ClassNames, checkpoint.ClassNames);
        Assert.Equal(TinyViT.Architecture.Name, checkpoint.Architecture!.Name); // whatever timm is told
        var own = (VisionNetwork)trained.Classifier.Model;
        using var network = NetworkFactory.Create(checkpoint.Architecture!, own.NumClasses, seed: 5);
        CheckpointLoader.Load(checkpoint, network);
        network.eval();
        var images = randn(3, 3, own.Configuration.ImageHeight, own.Configuration.ImageWidth);
        using var _ = no_grad();
        Assert.Equal(0, (own.call(images) - network.call(images)).abs().max().item<float>());
    }

    [Theory]
    [InlineData(WeightNaming.HuggingFace)]
    [InlineData(WeightNaming.Torchvision)]
    public void LibrariesThatAverageNoTokensAreRefused(WeightNaming naming)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<NotSupportedException>(() => trained.Classifier.SaveWeights(Path.Combine(folder.Path, "weights"), naming));
        Assert.Contains("classifies the class token", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AFileInTheFoldersPlaceIsKept()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", [1, 2, 3]);
        Assert.Throws<IOException>(() => trained.Classifier.SaveWeights(path, WeightNaming.Timm));
        Assert.Equal(3, new FileInfo(path).Length);
    }

    [Fact]
    public void ASavedModelIsACheckpointToo()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.zip");
        trained.Context.Model.Save(trained.Model, trained.Train.Schema, path);

        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal("ML.NET model", checkpoint.Format);
        Assert.Equal(trained.Classifier.ClassNames, checkpoint.ClassNames);
        Assert.Equal(trained.Classifier.Preprocessing, checkpoint.Preprocessing);
        var own = (VisionNetwork)trained.Classifier.Model;
        Assert.Equal(own.Configuration, checkpoint.Identity!.Configuration);
        foreach (var (name, tensor) in own.state_dict())
            Assert.True(tensor.eq(checkpoint.Load(name)).all().item<bool>(), name);
    }

    [Fact]
    public void AModelWithSeveralNetworksIsNotGuessedAt()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "chain.zip");
        using (var zip = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Create))
        {
            zip.CreateEntry("TransformerChain/Transform_001/weights.safetensors");
            zip.CreateEntry("TransformerChain/Transform_002/weights.safetensors");
        }
        var error = Assert.Throws<CheckpointFormatException>(() => Checkpoint.Open(path));
        Assert.Contains("2 networks: TransformerChain/Transform_001, TransformerChain/Transform_002", error.Message);
    }
}
