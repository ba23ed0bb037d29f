using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>
/// The memory of one batch: two tensors made once and filled again and again by worker threads, which write through plain
/// pointers so that no tensor is touched outside the thread that trains.
/// </summary>
internal sealed unsafe class BatchBuffer : IDisposable
{
    private readonly Tensor _images;
    private readonly Tensor _labels;
    private readonly float* _imageValues;
    private readonly long* _labelValues;
    private readonly int _valuesPerImage;
    private readonly bool[] _usable;

    public BatchBuffer(int batchSize, int channels, int height, int width)
    {
        // A tensor's bytes are reached through a span, which ends at 2 GiB.
        long bytes = (long)batchSize * channels * height * width * sizeof(float);
        if (bytes > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"A batch of {batchSize} images of {width} x {height} pixels takes {bytes >> 20} MiB; BatchSize must keep it below 2048.");
        _images = torch.zeros([batchSize, channels, height, width], ScalarType.Float32).DetachFromDisposeScope();
        _labels = torch.zeros([batchSize], ScalarType.Int64).DetachFromDisposeScope();
        _imageValues = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_images.bytes));
        _labelValues = (long*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_labels.bytes));
        _valuesPerImage = channels * height * width;
        _usable = new bool[batchSize];
    }

    public Span<float> Image(int slot) => new(_imageValues + (long)slot * _valuesPerImage, _valuesPerImage);

    /// <summary>Notes the class of an example whose image has been written.</summary>
    public void Accept(int slot, int label)
    {
        _labelValues[slot] = label;
        _usable[slot] = true;
    }

    /// <summary>Leaves an example out of the batch.</summary>
    public void Skip(int slot) => _usable[slot] = false;

    /// <summary>The first <paramref name="count"/> slots as a batch, those left out closed up; null when none is left.</summary>
    public Batch? ToBatch(int count, Device? device)
    {
        int kept = 0;
        for (int slot = 0; slot < count; slot++)
        {
            if (!_usable[slot])
                continue;
            if (kept != slot)
            {
                Image(slot).CopyTo(Image(kept));
                _labelValues[kept] = _labelValues[slot];
            }
            kept++;
        }
        if (kept == 0)
            return null;
        var images = _images.narrow(0, 0, kept);
        var labels = _labels.narrow(0, 0, kept);
        return device is null || device.type == DeviceType.CPU
            ? new Batch(images, labels, kept)
            : new Batch(images.to(device, disposeAfter: true), labels.to(device, disposeAfter: true), kept);
    }

    public void Dispose()
    {
        _images.Dispose();
        _labels.Dispose();
    }
}
