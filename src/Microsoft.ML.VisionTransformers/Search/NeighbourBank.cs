namespace Microsoft.ML.VisionTransformers.Search;

/// <summary>
/// Labelled vectors that vote on the class of others: a k-nearest-neighbour classifier by the cosine. Weighted as in DINO's evaluation (Caron et al.,
/// 2021; Wu et al., 2018): a neighbour's vote is exp(cosine / temperature).
/// </summary>
internal sealed class NeighbourBank : IDisposable
{
    private readonly VectorStore _vectors;
    private readonly List<int> _labels;

    /// <param name="width">Numbers a vector has.</param>
    /// <param name="classes">Classes there are.</param>
    public NeighbourBank(int width, int classes) : this(new VectorStore(width, EmbeddingSimilarity.Cosine), [], classes)
    {
    }

    /// <summary>A bank that was saved.</summary>
    public NeighbourBank(VectorStore vectors, IEnumerable<int> labels, int classes) => (_vectors, _labels, Classes) = (vectors, [.. labels], classes);

    public int Width => _vectors.Width;

    public int Classes { get; }

    public int Count => _labels.Count;

    public IReadOnlyList<int> Labels => _labels;

    public VectorStore Vectors => _vectors;

    /// <summary>Adds a vector of a class. Not while others vote.</summary>
    /// <param name="vector">Finite, not all 0.</param>
    /// <param name="label">Class, from 0.</param>
    public void Add(ReadOnlySpan<float> vector, int label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, Classes);
        _vectors.Add(vector);
        _labels.Add(label);
    }

    /// <summary>Adds rows of a matrix, such as a tensor's numbers.</summary>
    /// <param name="vectors">[N, width].</param>
    /// <param name="labels">[N].</param>
    public void Add(ReadOnlySpan<float> vectors, ReadOnlySpan<int> labels)
    {
        for (var i = 0; i < labels.Length; i++)
            Add(vectors.Slice(i * Width, Width), labels[i]);
    }

    /// <summary>The probabilities of the classes.</summary>
    /// <param name="queries">[Q, width]: finite, not all 0.</param>
    /// <param name="k">Neighbours that vote, at least 1; all there are when there are fewer.</param>
    /// <param name="temperature">Above 0; null when all neighbours' votes count the same.</param>
    /// <param name="probabilities">[Q, classes], filled: shares of the votes.</param>
    /// <param name="threads">Threads that share the search.</param>
    public void Vote(ReadOnlySpan<float> queries, int k, double? temperature, Span<float> probabilities, int threads)
    {
        var count = queries.Length / Width;
        k = Math.Min(k, Count);
        var (scores, indices) = (new float[count * k], new long[count * k]);
        _vectors.Search(queries, k, scores, indices, threads);
        Span<double> votes = new double[Classes];
        for (var query = 0; query < count; query++)
        {
            votes.Clear();
            double all = 0;
            for (var i = query * k; i < (query + 1) * k; i++)
            {
                // Relative to the nearest: shares are the same, and no exponential overflows.
                var vote = temperature is { } t ? Math.Exp((scores[i] - scores[query * k]) / t) : 1;
                votes[_labels[(int)indices[i]]] += vote;
                all += vote;
            }
            for (var c = 0; c < Classes; c++)
                probabilities[query * Classes + c] = (float)(votes[c] / all);
        }
    }

    /// <summary>The share of queries whose likeliest class is theirs; of equally likely ones the first.</summary>
    /// <param name="queries">[Q, width].</param>
    /// <param name="labels">[Q].</param>
    /// <param name="k">Neighbours that vote.</param>
    /// <param name="temperature">Above 0, or null.</param>
    public double Accuracy(ReadOnlySpan<float> queries, ReadOnlySpan<int> labels, int k = 20, double? temperature = 0.07)
    {
        const int AtOnce = 256;
        var right = 0;
        var probabilities = new float[AtOnce * Classes];
        for (var start = 0; start < labels.Length; start += AtOnce)
        {
            var count = Math.Min(AtOnce, labels.Length - start);
            Vote(queries.Slice(start * Width, count * Width), k, temperature, probabilities, Environment.ProcessorCount);
            for (var i = 0; i < count; i++)
            {
                var row = probabilities.AsSpan(i * Classes, Classes);
                var best = 0;
                for (var c = 1; c < Classes; c++)
                    best = row[c] > row[best] ? c : best;
                right += best == labels[start + i] ? 1 : 0;
            }
        }
        return (double)right / labels.Length;
    }

    public void Dispose() => _vectors.Dispose();
}
