namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>A run of elements of one type, of which tensors are views.</summary>
/// <param name="key">What the archive calls it.</param>
/// <param name="type">Its elements.</param>
/// <param name="count">How many they are.</param>
/// <param name="start">Elements of <paramref name="whole"/> before the first.</param>
/// <param name="whole">The storage that it is a part of, as in files of old versions; null for one of its own.</param>
internal sealed class TorchStorage(string key, SafetensorsType type, long count, long start = 0, TorchStorage? whole = null)
{
    private StoredBytes? _bytes;

    public string Key => key;

    public SafetensorsType Type => type;

    public long Count => count;

    public long Start => start;

    /// <summary>Where the whole of it is; in a legacy file that is known only after the last pickle.</summary>
    public StoredBytes? Bytes
    {
        get => whole is null ? _bytes : whole.Bytes;
        set => _bytes = value;
    }
}
