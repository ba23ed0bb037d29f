using Fuzz.Samples;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Tests.Weights.Hub;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Hub;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

/// <summary>Weights by the name of a model on a hub, which here is a server of the test's own.</summary>
public sealed class ModelChoiceTests : IDisposable
{
    private static readonly ViTConfiguration s_tiny = new()
    {
        ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 64, Depth = 2, Heads = 1, MlpRatio = 2, NumClasses = 5,
    };

    private readonly HubWithModel _hub = new();
    private readonly List<string> _said = [];

    public ModelChoiceTests()
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        using var network = NetworkFactory.Create(s_tiny, seed: 1);
        var file = Path.Combine(folder.Path, "model.safetensors");
        SafetensorsWriter.Write(file, network.state_dict());
        _hub.Files["model.safetensors"] = File.ReadAllBytes(file);
        _hub.Files.Remove("config.json");
        _hub.Files.Remove("preprocessor_config.json");
    }

    public void Dispose() => _hub.Dispose();

    [Fact]
    public void Fetches_weights_by_name()
    {
        using var model = Choose(HubWithModel.Id);
        Assert.Equal("tiny-model", model.Architecture.Name);
        Assert.Equal(HubWithModel.Id, model.Architecture.HubId);
        Assert.Equal(64, Assert.IsType<ViTConfiguration>(model.Architecture.Configuration).Dim);
        using var scope = torch.NewDisposeScope();
        using var network = model.CreateNetwork(3, Options(HubWithModel.Id), seed: 2, _said.Add, _said.Add);
        using var published = NetworkFactory.Create(s_tiny, seed: 1);
        Assert.True(published.state_dict()["blocks.1.mlp.fc2.weight"].eq(network.state_dict()["blocks.1.mlp.fc2.weight"]).all().ToBoolean());
        Assert.Contains(_said, line => line.StartsWith("model.safetensors: 0.0 of 0.3 MB", StringComparison.Ordinal));
        Assert.Contains(_said, line => line.StartsWith("model.safetensors: 0.3 of 0.3 MB", StringComparison.Ordinal));
    }

    [Fact]
    public void Pretrained_is_what_the_architecture_names()
    {
        var architecture = new VisionArchitecture
        {
            Name = "tiny", HubId = HubWithModel.Id, Configuration = s_tiny,
            Preprocessing = new ImagePreprocessing { Width = 16, Height = 16, Resize = 0, ResizeMode = ResizeMode.Square },
        };
        using (Choose("pretrained", architecture))
            Assert.Single(_hub.Server.Requests, HubWithModel.IsContent);
        var error = Assert.Throws<ArgumentException>(() => Choose("pretrained", architecture with { HubId = null }));
        Assert.Contains("No weights of tiny are published", error.Message);
    }

    [Fact]
    public void A_folder_comes_before_a_model_of_its_name()
    {
        var folder = Directory.CreateDirectory("someone-near/tiny-model");
        try
        {
            Assert.Throws<FileNotFoundException>(() => Choose("someone-near/tiny-model")); // It is empty.
            Assert.Empty(_hub.Server.Requests);
        }
        finally
        {
            folder.Parent!.Delete(recursive: true);
        }
    }

    [Fact]
    public void Offline_says_what_to_put_where()
    {
        var options = Options(HubWithModel.Id);
        options.Hub!.Offline = true;
        var error = Assert.Throws<HubException>(() => ModelChoice.Of(options, _said.Add, default));
        Assert.Contains(_hub.ModelFolder, error.Message);
    }

    [Fact]
    public void Says_once_that_weights_are_not_for_sale()
    {
        var architecture = new VisionArchitecture
        {
            Name = "tiny", Configuration = s_tiny, Licence = "CC-BY-NC-4.0",
            Preprocessing = new ImagePreprocessing { Width = 16, Height = 16, Resize = 0, ResizeMode = ResizeMode.Square },
        };
        using var scope = torch.NewDisposeScope();
        using var model = Choose(HubWithModel.Id, architecture);
        using var network = model.CreateNetwork(3, Options(HubWithModel.Id, architecture), seed: 2, _said.Add, _said.Add);
        Assert.Single(_said, line => line.Contains("not for commercial use", StringComparison.Ordinal));
    }

    [Fact]
    public void The_moving_average_is_taken_on_request()
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        using var network = NetworkFactory.Create(s_tiny, seed: 1);
        var file = new TorchFile();
        Dictionary<string, object?> Weights(int seed) => network.state_dict().ToDictionary(pair => pair.Key, pair => (object?)file.Floats(pair.Value.shape, seed));
        file.Root = new Dictionary<string, object?> { ["model"] = Weights(1), ["model_ema"] = Weights(2) };
        var options = Options(folder.Write("checkpoint.pth", file.ToZip()));
        Assert.NotEqual(First(options), First(Average(options)));

        using var bare = new TemporaryFolder();
        options.Weights = bare.Write("bare.safetensors", _hub.Files["model.safetensors"]);
        Assert.Contains("no moving average", Assert.Throws<CheckpointFormatException>(() => ModelChoice.Of(options, _said.Add, default)).Message);

        float First(ViTTrainer.Options from)
        {
            using var model = ModelChoice.Of(from, _said.Add, default);
            using var loaded = model.CreateNetwork(5, from, seed: 2, _said.Add, _said.Add);
            return loaded.state_dict()["norm.weight"][0].item<float>();
        }

        static ViTTrainer.Options Average(ViTTrainer.Options options)
        {
            options.EmaWeights = true;
            return options;
        }
    }

    private ModelChoice Choose(string weights, VisionArchitecture? architecture = null) => ModelChoice.Of(Options(weights, architecture), _said.Add, default);

    private ViTTrainer.Options Options(string weights, VisionArchitecture? architecture = null)
        => new() { Weights = weights, CustomArchitecture = architecture, Hub = _hub.Options() };
}
