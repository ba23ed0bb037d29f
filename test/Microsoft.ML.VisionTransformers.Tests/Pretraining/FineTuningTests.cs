using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Tests.Classification;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Pretraining;

/// <summary>What was pretrained goes on to a classifier in one line, from wherever it was kept.</summary>
[Collection(nameof(PretrainedModel))]
public sealed class FineTuningTests(PretrainedModel pretrained)
{
    [Theory]
    [InlineData("run")]
    [InlineData("weights.safetensors")]
    [InlineData("huggingface")]
    [InlineData("saved.zip")]
    public void A_ViT_starts_from_the_encoder(string from)
    {
        var weights = from == "run" ? pretrained.Run : pretrained.NewPath(from);
        if (from == "weights.safetensors")
            pretrained.Model.SaveWeights(weights);
        else if (from == "huggingface")
            pretrained.Model.SaveWeights(weights, VisionTransformers.Weights.WeightNaming.HuggingFace);
        else if (from == "saved.zip")
            pretrained.Context.Model.Save(pretrained.Model, pretrained.Test.Schema, weights);
        var trainer = new MLContext(1).MulticlassClassification.Trainers.ViT(new ViTTrainer.Options
        {
            FeatureColumnName = "ImagePath", Weights = weights, TrainOnly = TrainedPart.Head, MaxEpochs = 1, BatchSize = 16,
        });
        using var classifier = trainer.Fit(pretrained.Train);

        Assert.Equal(pretrained.Model.Preprocessing.ValuesPerImage, classifier.Preprocessing.ValuesPerImage);
        Assert.Equal(pretrained.Model.Preprocessing.Mean, classifier.Preprocessing.Mean);
        Assert.Equal(2, ((ViTConfiguration)((VisionNetwork)classifier.Model).Configuration).Heads);
        using var scope = NewDisposeScope();
        var own = pretrained.Model.Network.state_dict();
        Assert.All(((VisionNetwork)classifier.Model).state_dict().Where(pair => own.ContainsKey(pair.Key)),
            pair => Assert.True(pair.Value.equal(own[pair.Key]).all().item<bool>(), pair.Key));
    }

    [Theory]
    [InlineData("MAE", EmbeddingPooling.Mean)]
    [InlineData("ConvMAE", EmbeddingPooling.Mean)]
    [InlineData("ConvMAE", EmbeddingPooling.Pooled)]
    [InlineData("FastConvMAE", EmbeddingPooling.Mean)]
    public void An_embedding_of_the_weights_is_that_of_the_pretrained_model(string family, EmbeddingPooling pooling)
    {
        var context = new MLContext(1);
        using var model = TinyPretraining.Trainer(context, TinyPretraining.Options(family, epochs: 1)).Fit(pretrained.Train);
        var weights = pretrained.NewPath($"{family} {pooling}.safetensors");
        model.SaveWeights(weights);
        using var embedding = context.Transforms.VisionEmbedding("Embedding", "ImagePath", weights, pooling: pooling).Fit(pretrained.Test);
        var rows = embedding.Transform(model.Transform(pretrained.Test));
        Assert.All(rows.GetColumn<float[]>("Features").Zip(rows.GetColumn<float[]>("Embedding")), row => Assert.Equal(row.First, row.Second, (a, b) => Math.Abs(a - b) < 1e-5));
    }

    [Fact]
    public void Weights_of_ones_own_are_under_nobodys_licence()
    {
        var context = new MLContext(1);
        List<string> log = [];
        context.Log += (_, e) => log.Add(e.Message);
        context.MulticlassClassification.Trainers.ViT(new ViTTrainer.Options
        {
            FeatureColumnName = "ImagePath", Weights = pretrained.Run, TrainOnly = TrainedPart.Head, MaxEpochs = 1, BatchSize = 16,
        }).Fit(pretrained.Train).Dispose();
        Assert.DoesNotContain(log, line => line.Contains("commercial"));
    }

    [Theory]
    [InlineData("ConvMAE")]
    [InlineData("FastConvMAE")]
    public void ConvMae_starts_from_either_ones_encoder(string family)
    {
        var options = TinyPretraining.Options(family);
        options.OutputFolder = pretrained.NewPath(family);
        using var model = TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train);
        var trainer = new MLContext(1).MulticlassClassification.Trainers.ConvMae(new ConvMaeTrainer.Options
        {
            FeatureColumnName = "ImagePath", Weights = options.OutputFolder, TrainOnly = TrainedPart.Head, MaxEpochs = 1, BatchSize = 16,
        });
        using var classifier = trainer.Fit(pretrained.Train);
        using var scope = NewDisposeScope();
        var own = model.Network.state_dict();
        Assert.All(((VisionNetwork)classifier.Model).state_dict().Where(pair => own.ContainsKey(pair.Key)),
            pair => Assert.True(pair.Value.equal(own[pair.Key]).all().item<bool>(), pair.Key));
    }

    [Fact]
    public void Pretraining_goes_on_from_a_run_folder()
    {
        var options = TinyPretraining.Options(epochs: 1);
        (options.CustomArchitecture, options.Weights, options.LearningRate) = (null, pretrained.Run, 1e-9);
        using var model = TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train);
        Assert.Equal(pretrained.Model.Architecture, model.Architecture);
        using var scope = NewDisposeScope();
        var own = pretrained.Model.Network.state_dict();
        Assert.All(model.Network.state_dict(), pair => Assert.True((pair.Value - own[pair.Key]).abs().max().item<float>() < 1e-6, pair.Key));
    }

    [Fact]
    public void A_folder_whose_training_has_no_weights_yet_says_so()
    {
        var folder = Directory.CreateDirectory(pretrained.NewPath("unfinished")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "last.safetensors"), []);
        var error = Assert.Throws<FileNotFoundException>(() => VisionTransformers.Weights.Checkpoint.Open(folder));
        Assert.Contains("has not finished an epoch", error.Message);
    }
}
