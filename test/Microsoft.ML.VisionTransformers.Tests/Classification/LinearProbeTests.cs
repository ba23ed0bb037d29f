using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

[Collection(nameof(TrainedModel))]
public sealed class LinearProbeTests(TrainedModel trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_probe_learns_on_features_that_stay_as_they_are()
    {
        var weights = System.IO.Path.Combine(_folder.Path, "weights.safetensors");
        trained.Classifier.SaveWeights(weights);
        var context = new MLContext(seed: 1);
        var options = TinyViT.Options(epochs: 6);
        (options.Weights, options.TrainOnly, options.ProbeNorm, options.LearningRate, options.WeightDecay) = (weights, TrainedPart.Head, true, 0.02, 0);
        var model = TinyViT.Pipeline(context, options).Fit(trained.Train);
        using var classifier = ((IEnumerable<ITransformer>)model).OfType<ViTTransformer>().Single();

        var network = (VisionNetwork)classifier.Model;
        Assert.IsType<ProbeHead>(network.named_children().Single(child => child.name == "head").module);
        Assert.False(network.FeaturesAreFrozen);
        using var before = SafetensorsFile.Open(weights);
        using var scope = TorchSharp.torch.NewDisposeScope();
        foreach (var (name, value) in network.state_dict().Where(pair => !VisionNetwork.IsHead(pair.Key)))
            Assert.True(before.Load(name).equal(value).all().item<bool>(), name);
        Assert.True(context.MulticlassClassification.Evaluate(model.Transform(trained.Test)).MicroAccuracy > 0.9);
    }

    [Fact]
    public void Weights_of_MAE_are_probed_by_their_class_token()
    {
        var architecture = ArchitectureRegistry.Find("mae_pretrain_vit_base").ForProbe();
        var probe = Assert.IsType<ViTConfiguration>(architecture.Configuration);
        Assert.Equal((ViTPooling.Token, true, 1000), (probe.Pooling, probe.ProbeNorm, probe.NumClasses));
        Assert.IsType<MaeConfiguration>(ArchitectureRegistry.Find("mae_pretrain_vit_base").Configuration);
    }

    [Fact]
    public void A_family_without_such_a_classifier_says_so()
    {
        var swin = ArchitectureRegistry.Find("swin_tiny_patch4_window7_224");
        Assert.Null(((SwinConfiguration)swin.Configuration).Probe);
        Assert.Contains("TrainOnly", Assert.Throws<ArgumentException>(() => swin.ForProbe()).Message);
    }
}
