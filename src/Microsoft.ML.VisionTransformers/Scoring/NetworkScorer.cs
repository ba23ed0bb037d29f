using TorchSharp;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// Class probabilities from a network. The network's weights are only read: it is in evaluation mode, none of its parameters take a
/// gradient, and it runs under inference mode, so any number of threads share it without a lock.
/// </summary>
internal sealed class NetworkScorer : IRowScorer, IDisposable
{
    private readonly ReaderWriterLockSlim _use = new(LockRecursionPolicy.NoRecursion);
    private bool _disposed;

    /// <param name="network">Owned from here on.</param>
    /// <param name="preprocessing">As the network was trained with.</param>
    /// <param name="device">Where the network is.</param>
    public NetworkScorer(VisionNetwork network, ImagePreprocessing preprocessing, Device device)
    {
        Network = network;
        Preprocessing = preprocessing;
        Device = device;
        network.eval();
        foreach (var parameter in network.parameters())
            parameter.requires_grad = false;
    }

    public VisionNetwork Network { get; }

    public ImagePreprocessing Preprocessing { get; }

    public Device Device { get; }

    public int ValuesPerRow => (int)Network.NumClasses;

    public int ValuesPerImage => Preprocessing.ValuesPerImage;

    public int BatchSize { get; set; } = 32;

    public bool SkipBadImages { get; set; }

    /// <summary>Whether probabilities are the mean of those of an image and of its mirror image.</summary>
    public bool TestTimeFlip { get; set; }

    public void Prepare(ImageSource image, Span<float> pixels) => Preprocessing.Apply(image.Read(Preprocessing), pixels);

    public void Score(float[] pixels, int rows, float[] values) => Use(() =>
    {
        using var inference = inference_mode(true);
        using var scope = NewDisposeScope();
        var images = tensor(new Memory<float>(pixels, 0, rows * ValuesPerImage),
            [rows, Preprocessing.Channels, Preprocessing.Height, Preprocessing.Width]);
        var probabilities = Probabilities(images.to(Device)).cpu(); // [rows, K]
        probabilities.data<float>().CopyTo(values.AsSpan(0, rows * ValuesPerRow));
        return rows;
    });

    private Tensor Probabilities(Tensor images)
    {
        var probabilities = Network.call(images).softmax(1);
        return TestTimeFlip ? (probabilities + Network.call(images.flip(3)).softmax(1)) / 2 : probabilities;
    }

    /// <summary>Runs something while the network is held, so that Dispose waits for it; those who use it don't wait for each other.</summary>
    /// <exception cref="ObjectDisposedException">The network is gone.</exception>
    public T Use<T>(Func<T> work)
    {
        _use.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return work();
        }
        finally
        {
            _use.ExitReadLock();
        }
    }

    public void Dispose()
    {
        _use.EnterWriteLock();
        try
        {
            if (!_disposed)
                Network.Dispose();
            _disposed = true;
        }
        finally
        {
            _use.ExitWriteLock();
        }
    }
}
