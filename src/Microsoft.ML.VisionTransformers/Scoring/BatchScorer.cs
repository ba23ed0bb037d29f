using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// Runs a network over rows. Its weights are only read: it is in evaluation mode, none of its parameters take a gradient, and it runs under
/// inference mode, so any number of threads share it without a lock.
/// </summary>
/// <param name="network">Given up when this is disposed.</param>
/// <param name="device">Where the network is.</param>
internal abstract class BatchScorer<TNetwork>(Lease<TNetwork> network, Device device) : IRowScorer, IDisposable where TNetwork : class, IDisposable
{
    private ScalarType? _type;

    public Lease<TNetwork> Lease => network;

    public Device Device => device;

    public abstract int ValuesPerRow { get; }

    public abstract int ValuesPerInput { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int BatchSize
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 32;

    public bool SkipBadImages { get; set; }

    /// <summary>Numbers in which products are computed.</summary>
    /// <exception cref="ArgumentException">The device can't do that.</exception>
    public Precision Precision
    {
        get;
        set => (_type, field) = (value.On(device), value);
    } = Precision.Float32;

    /// <inheritdoc/>
    /// <exception cref="InsufficientMemoryException">Memory ran out.</exception>
    /// <exception cref="ObjectDisposedException">The network was given up.</exception>
    public void Score(float[] inputs, int rows, float[] values)
    {
        try
        {
            network.Use(held =>
            {
                using var inference = inference_mode(true);
                using var scope = NewDisposeScope();
                using var precision = Autocast.To(_type);
                var batch = tensor(new Memory<float>(inputs, 0, rows * ValuesPerInput), [rows, .. InputShape]).to(device);
                Run(held, batch).to(ScalarType.Float32).cpu().data<float>().CopyTo(values.AsSpan(0, rows * ValuesPerRow));
                return rows;
            });
        }
        catch (Exception e) when (OutOfMemory.Is(e))
        {
            OutOfMemory.ThrowScoring(e, rows, device.ToString());
        }
    }

    public void Dispose()
    {
        network.Dispose();
        // Whoever was scoring is done by now.
        FreeOwn();
    }

    /// <summary>Frees what is not the network's; may be called again.</summary>
    protected virtual void FreeOwn()
    {
    }

    /// <summary>Of one row's input.</summary>
    protected abstract long[] InputShape { get; }

    /// <summary>The rows' values, [B, <see cref="ValuesPerRow"/>] or more sides of as many values.</summary>
    protected abstract Tensor Run(TNetwork network, Tensor batch);

    /// <summary>Puts a network into the state that it is only read in.</summary>
    public static T Freeze<T>(T network) where T : nn.Module
    {
        network.eval();
        foreach (var parameter in network.parameters())
            parameter.requires_grad = false;
        return network;
    }
}
