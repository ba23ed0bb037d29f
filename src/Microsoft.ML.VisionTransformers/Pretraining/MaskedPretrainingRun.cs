using System.Text.Json.Nodes;
using TorchSharp;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>One fit: from a data view to a pretrained network.</summary>
internal sealed class MaskedPretrainingRun
{
    private readonly IHostEnvironment _environment;
    private readonly IChannel _channel;
    private readonly MaskedPretrainingOptions _options;
    private readonly int _seed;
    private readonly CancellationWatch _watch;

    public MaskedPretrainingRun(IHostEnvironment environment, IChannel channel, MaskedPretrainingOptions options, int seed, CancellationWatch watch)
    {
        (_environment, _channel, _seed, _watch) = (environment, channel, seed, watch);
        _options = options.Copy();
        _options.CancellationToken = watch.Token;
    }

    /// <summary>Trains; the network that comes back is the caller's.</summary>
    public (MaskedNetwork Network, Device Device) Train(MaskedModelChoice model, IDataView input)
    {
        var train = PretrainingImages.Read(input, _options.InputColumnName, _options.LabelColumnName, "the training set", _watch.Token);
        var validation = _options.ValidationSet is { } set ? PretrainingImages.Read(set, _options.InputColumnName, null, nameof(_options.ValidationSet), _watch.Token) : null;
        var device = ComputeDevice.Choose(_environment, _channel.Warn);
        _channel.Say($"Recipe: {_options.Recipe}; published for {_options.Recipe.Batch} images a step.");
        var preprocessing = model.Architecture.Preprocessing;
        var network = model.CreateNetwork(_options, _seed, _channel.Say, _channel.Warn);
        try
        {
            using var targets = Mixture.MixtureOfTargets.Prepare(network, _options, preprocessing, _seed, device, _channel.Say, _channel.Warn, _watch.Token);
            network = network.to(device);
            var reading = _options.ForTraining(_seed, _channel.Warn, device);
            var plain = _options.ForValidation(_channel.Warn, device);
            using var trainReader = new BatchReader(train, preprocessing, reading);
            using var validationReader = validation is null ? null : new BatchReader(validation, preprocessing, plain);
            using var evaluations = new PretrainingEvaluations(network, train, preprocessing, plain, _options, _seed, _channel.Warn);
            using var noise = new BatchUniforms();
            var objective = targets.Objective(noise, _seed);
            var about = new JsonObject { ["architecture"] = JsonNode.Parse(model.Architecture.ToJson()) };
            if (_options.OutputFolder is not null && targets.EncoderFingerprints is { Count: > 0 } encoders)
                about["encoders"] = new JsonArray([.. encoders.Select(encoder => JsonValue.Create(encoder))]);
            var loop = new TrainingLoop(network, objective, trainReader, validationReader, _options, _seed, _channel.Write)
            {
                Evaluations = evaluations.All,
                About = about,
            };
            loop.Run();
            _watch.ThrowIfContextCanceled();
            return (targets.Finished(), device);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
