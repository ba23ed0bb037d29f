using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Scoring;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Brings a CLIP into a pipeline. Fitting loads it; nothing is trained, and of the data only the columns are looked at.</summary>
/// <typeparam name="TTransformer">The model that comes out.</typeparam>
public abstract class ClipEstimator<TTransformer> : IEstimator<TTransformer> where TTransformer : ClipModelTransformer
{
    private readonly IHost _host;
    private readonly ClipOptions _options;

    private protected ClipEstimator(IHostEnvironment environment, ClipOptions options, string name)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options.Copy();
        _host = environment.Register(name);
    }

    private protected ClipOptions Settings => _options;

    /// <summary>Loads the network.</summary>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, or the weights are no CLIP's.</exception>
    /// <exception cref="FileNotFoundException">There are no such weights, or no vocabulary with them.</exception>
    /// <exception cref="NotSupportedException">The weights' texts are read by a network of another kind, such as AltCLIP's XLM-R.</exception>
    /// <exception cref="Weights.CheckpointFormatException">A file is damaged, or of a format that is not read.</exception>
    /// <exception cref="Weights.CheckpointMismatchException">The weights are not of the architecture; the message lists what differs.</exception>
    /// <exception cref="Weights.Hub.HubException">The weights are to come from the model hub, and can't be had.</exception>
    /// <exception cref="ObjectDisposedException">The model that was to be shared is disposed.</exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckInput(input.Schema);
        using var channel = _host.Start("Loading");
        using var watch = new CancellationWatch(_host, _options.CancellationToken);
        var clip = _options.Clip?.Clip.Share() ?? Load(channel, watch.Token);
        try
        {
            watch.ThrowIfContextCanceled();
            return Create(clip, input.Schema);
        }
        catch
        {
            clip.Dispose();
            throw;
        }
    }

    /// <summary>Adds the columns to a shape; checks that those they are made from are there.</summary>
    public abstract SchemaShape GetOutputSchema(SchemaShape inputSchema);

    /// <exception cref="ArgumentException">A column is missing or of the wrong type.</exception>
    private protected abstract void CheckInput(DataViewSchema input);

    /// <param name="clip">The model's own.</param>
    /// <param name="input">Columns it is fitted to.</param>
    private protected abstract TTransformer Create(Lease<ClipModel> clip, DataViewSchema input);

    private Lease<ClipModel> Load(IChannel channel, CancellationToken token)
    {
        var device = ComputeDevice.Choose(_host, channel.Warn);
        var model = ClipModel.Load(_options.Source, device, channel.Say, token, channel.Warn);
        BatchScorer<ClipModel>.Freeze(model.Network);
        return new Lease<ClipModel>(model);
    }
}
