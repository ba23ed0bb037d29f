using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Tables that are made of weights, kept for as long as the weights stay the same. Weights are compared byte by byte: they may change
/// by training, by loading or by another thread's copy, and these are small. Only on the CPU, where that costs microseconds.
/// </summary>
internal sealed class WeightedTables<TKey> where TKey : notnull
{
    // More image sizes than this in turn make each other's tables anew.
    private const int Maximum = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Tensor> _tables = [];
    private byte[][] _weights = [];

    public static bool Serve(IReadOnlyList<Tensor> weights)
        => weights.All(weight => weight.device_type == DeviceType.CPU && weight.is_contiguous());

    /// <summary>The table of that key. It is shared: nobody disposes or changes it.</summary>
    public Tensor Get(TKey key, IReadOnlyList<Tensor> weights, Func<Tensor> make)
    {
        lock (_lock)
        {
            if (!AreSame(weights))
            {
                _tables.Clear();
                _weights = [.. weights.Select(weight => weight.bytes.ToArray())];
            }
            if (_tables.TryGetValue(key, out var table))
                return table;
            if (_tables.Count >= Maximum)
                _tables.Clear();
            using var scope = NewDisposeScope();
            return _tables[key] = make().detach().DetachFromDisposeScope();
        }
    }

    private bool AreSame(IReadOnlyList<Tensor> weights)
    {
        if (_weights.Length != weights.Count)
            return false;
        for (var i = 0; i < _weights.Length; i++)
        {
            if (!weights[i].bytes.SequenceEqual(_weights[i]))
                return false;
        }
        return true;
    }
}
