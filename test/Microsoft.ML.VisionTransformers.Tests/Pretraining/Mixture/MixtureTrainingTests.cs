using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Pretraining;
using Microsoft.ML.VisionTransformers.Tests.Classification;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Pretraining.Mixture;

[Collection(nameof(PretrainedModel))]
public sealed class MixtureTrainingTests(PretrainedModel pretrained)
{
    [Theory]
    [InlineData("MAE")]
    [InlineData("ConvMAE")]
    [InlineData("FastConvMAE")]
    public void All_three_methods_take_all_three_targets_and_leave_a_plain_encoder(string family)
    {
        var options = Options(family);
        options.OutputFolder = pretrained.NewPath("mixture of " + family);
        List<double> losses = [];
        options.MetricsCallback = epoch => losses.Add(epoch.TrainLoss);
        options.MaxEpochs = 4;
        using var model = TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train);
        Assert.True(losses[^1] < losses[0], string.Join(' ', losses));
        Assert.Empty(model.Network.Reconstructors);
        Assert.DoesNotContain(model.Network.state_dict().Keys, MaskedNetwork.IsReconstructor);

        // The run folder's weights have the other ends too; a classifier and a pretraining without them start from it all the same.
        using var scope = NewDisposeScope();
        using var classifier = family == "MAE"
            ? (VisionTransformers.Classification.ImageClassificationTransformer)new MLContext(1).MulticlassClassification.Trainers.ViT(Fill(new ViTTrainer.Options(), options.OutputFolder)).Fit(pretrained.Train)
            : new MLContext(1).MulticlassClassification.Trainers.ConvMae(Fill(new ConvMaeTrainer.Options(), options.OutputFolder)).Fit(pretrained.Train);
        var own = model.Network.state_dict();
        Assert.All(((VisionNetwork)classifier.Model).state_dict().Where(pair => own.ContainsKey(pair.Key)),
            pair => Assert.True(pair.Value.equal(own[pair.Key]).all().item<bool>(), pair.Key));
        var further = TinyPretraining.Options(family, epochs: 1);
        (further.CustomArchitecture, further.Weights) = (null, options.OutputFolder);
        TinyPretraining.Trainer(new MLContext(1), further).Fit(pretrained.Train).Dispose();
    }

    [Fact]
    public void A_mixture_that_is_broken_off_goes_on_to_the_bit_with_its_teacher()
    {
        var whole = Train("whole mixture", null);
        Assert.Equal(whole, Train("broken mixture", stopAt: 7));

        byte[] Train(string name, int? stopAt)
        {
            var options = Options("MAE");
            (options.OutputFolder, options.Seed, options.CheckpointInterval) = (pretrained.NewPath(name), 5, TimeSpan.Zero);
            if (stopAt is { } stop)
            {
                using var source = new CancellationTokenSource();
                var steps = 0;
                (options.CancellationToken, options.ThrowOnCancellation, options.ProgressInterval) = (source.Token, true, TimeSpan.Zero);
                options.ProgressCallback = _ =>
                {
                    if (++steps == stop)
                        source.Cancel();
                };
                Assert.ThrowsAny<OperationCanceledException>(() => TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train));
                (options.CancellationToken, options.ProgressCallback) = (default, null);
            }
            TinyPretraining.Trainer(new MLContext(2), options).Fit(pretrained.Train).Dispose();
            using var last = SafetensorsFile.Open(Path.Combine(options.OutputFolder, "last.safetensors"));
            Assert.Contains("objective/0/norm.weight", last.Entries.Keys);
            return File.ReadAllBytes(Assert.Single(Directory.GetFiles(options.OutputFolder, "best-*")));
        }
    }

    [Fact]
    public void Other_targets_are_another_training()
    {
        var options = Options("MAE");
        options.OutputFolder = pretrained.NewPath("targets");
        options.MaxEpochs = 1;
        TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train).Dispose();
        options.Targets = [new PixelTarget(), new TeacherTarget { Decay = 0.5 }, options.Targets[2]];
        var error = Assert.Throws<InvalidOperationException>(() => TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train));
        Assert.Contains("teacher of decay 0.5 x 1", error.Message);
        Assert.Contains("\"pixels x 1\"", File.ReadAllText(Path.Combine(options.OutputFolder, "settings.json")));
    }

    [Fact]
    public void A_frozen_encoder_whose_weights_were_replaced_is_another_training()
    {
        var options = Options("MAE");
        var encoder = (EncoderTarget)options.Targets[2];
        var replaced = pretrained.NewPath("replaced.safetensors");
        File.Copy(encoder.Weights, replaced);
        options.Targets = [new PixelTarget(), new EncoderTarget(replaced)];
        (options.OutputFolder, options.MaxEpochs) = (pretrained.NewPath("replaced encoder"), 1);
        TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train).Dispose();
        TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train).Dispose(); // goes on, and is done

        Write(replaced, seed: 10);
        var error = Assert.Throws<InvalidOperationException>(() => TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train));
        Assert.Contains("Weights of frozen encoders", error.Message);
    }

    [Fact]
    public void Pixels_alone_have_their_weight_too()
    {
        var losses = new[] { 1, 0.25 }.Select(weight =>
        {
            var options = TinyPretraining.Options(epochs: 1);
            (options.Targets, options.Seed, options.LearningRate) = ([new PixelTarget { Weight = weight }], 3, 1e-12);
            var loss = 0.0;
            options.MetricsCallback = epoch => loss = epoch.TrainLoss;
            TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train).Dispose();
            return loss;
        }).ToArray();
        Assert.Equal(0.25 * losses[0], losses[1], 1e-5);
    }

    public static TheoryData<Action<MaskedPretrainingOptions>, string> Wrong => new()
    {
        { options => options.Targets = [], "nothing to reconstruct" },
        { options => options.Targets = [new PixelTarget(), new PixelTarget()], "more than one PixelTarget" },
        { options => options.Targets = [new TeacherTarget { Decay = 1 }], "Decay" },
        { options => options.Targets = [new PixelTarget { Weight = 0 }], "Weight" },
        { options => (options.Targets, options.LossColumnName) = ([new TeacherTarget()], "Loss"), "no PixelTarget" },
        { options => options.OwnDecoderBlocks = 3, "the decoder has 2 blocks" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_is_refused(Action<MaskedPretrainingOptions> spoil, string said)
    {
        var options = Options("MAE");
        spoil(options);
        Assert.Contains(said, Assert.ThrowsAny<ArgumentException>(() => TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train)).Message);
    }

    [Fact]
    public void Features_alone_are_enough()
    {
        var options = Options("MAE");
        options.Targets = [new TeacherTarget { Decay = 0.9 }];
        (options.OutputFolder, options.PictureEpochs) = (pretrained.NewPath("features alone"), 1);
        TinyPretraining.Trainer(new MLContext(1), options).Fit(pretrained.Train).Dispose();
        Assert.Empty(Directory.GetFiles(options.OutputFolder, "reconstruction-*"));
    }

    private MaskedPretrainingOptions Options(string family)
    {
        var encoder = pretrained.NewPath("encoder.safetensors");
        if (!File.Exists(encoder))
            Write(encoder, seed: 9);
        var options = TinyPretraining.Options(family);
        options.OwnDecoderBlocks = 1;
        options.Targets = [new PixelTarget(), new TeacherTarget { Decay = 0.9 }, new EncoderTarget(encoder)];
        return options;
    }

    private static void Write(string encoder, long seed)
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(TinyViT.Architecture, 3, seed);
        new CheckpointWriter(TinyViT.Architecture with { Configuration = network.Configuration }).Write(encoder, network.state_dict(), WeightNaming.Native);
    }

    private static T Fill<T>(T options, string weights) where T : VisionTransformers.Classification.ImageClassificationOptions
    {
        (options.FeatureColumnName, options.Weights, options.TrainOnly, options.MaxEpochs, options.BatchSize) = ("ImagePath", weights, TrainedPart.Head, 1, 16);
        return options;
    }
}
