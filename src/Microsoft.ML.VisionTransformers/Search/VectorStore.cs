using Microsoft.ML.VisionTransformers.Kernels;

namespace Microsoft.ML.VisionTransformers.Search;

/// <summary>
/// Vectors of one width that can be added and searched. Any number of threads may search at a time; adding waits for them.
/// </summary>
internal sealed unsafe class VectorStore : IDisposable
{
    // Blocks grow with the store, so that little is copied never and a million small stores cost little.
    private const long SmallestBlock = 1 << 14, LargestBlock = 256 << 20;

    // Each thread keeps the best of all queries that are asked at once.
    private const int QueriesAtOnce = 1024;

    private readonly ReaderWriterLockSlim _lock = new();
    private readonly List<(VectorMemory Memory, long Rows)> _blocks = [];
    private readonly MappedVectors? _mapped;
    private bool _disposed;

    /// <param name="width">Numbers a vector has, at least 1.</param>
    /// <param name="similarity">With cosine, vectors are stored with length 1.</param>
    /// <param name="mapped">Vectors that come before those which are added, already of length 1 with cosine; owned from here on.</param>
    public VectorStore(int width, EmbeddingSimilarity similarity, MappedVectors? mapped = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (!Enum.IsDefined(similarity))
            throw new ArgumentOutOfRangeException(nameof(similarity), similarity, "There is no such similarity.");
        (Width, Similarity, _mapped) = (width, similarity, mapped);
        Count = mapped?.Rows ?? 0;
    }

    public int Width { get; }

    public EmbeddingSimilarity Similarity { get; }

    public long Count { get; private set; }

    /// <summary>Whether vectors stay in the file that was at this path.</summary>
    public bool IsMappedFrom(string path) => string.Equals(_mapped?.Path, Path.GetFullPath(path), StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds a vector.</summary>
    /// <exception cref="ArgumentException">It is of another width, not finite, too long for its products to be, or without a direction where that counts.</exception>
    public void Add(ReadOnlySpan<float> vector)
    {
        var factor = Factor(vector, nameof(vector));
        _lock.EnterWriteLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var target = Reserve(1);
            for (var i = 0; i < Width; i++)
                target[i] = (float)(vector[i] * factor);
            Commit(1);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Adds vectors that another store held, as they are.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="fill">Fills the memory of some of them; called with rows in their order.</param>
    public void AddStored(long rows, FillRows fill)
    {
        _lock.EnterWriteLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            while (rows > 0)
            {
                var some = Math.Min(rows, LargestBlock / sizeof(float) / Width);
                fill(new Span<byte>(Reserve(some = Math.Max(1, some)), checked((int)(some * Width * sizeof(float)))));
                Commit(some);
                rows -= some;
            }
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>The vectors nearest to each query, best first, equal ones by index.</summary>
    /// <param name="queries">[Q, width].</param>
    /// <param name="k">At most as many as there are vectors; 0 where there were none when it was counted.</param>
    /// <param name="scores">[Q, k].</param>
    /// <param name="indices">[Q, k].</param>
    /// <param name="threads">At least 1.</param>
    /// <exception cref="ArgumentException">A query is no vector that could be added.</exception>
    public void Search(ReadOnlySpan<float> queries, int k, Span<float> scores, Span<long> indices, int threads)
    {
        var prepared = queries.ToArray();
        for (var start = 0; start < prepared.Length; start += Width)
        {
            var query = prepared.AsSpan(start, Width);
            var factor = Factor(query, nameof(queries));
            foreach (ref var number in query)
                number = (float)(number * factor);
        }
        _lock.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (k == 0)
                return;
            var (blocks, count) = (Blocks(), prepared.Length / Width);
            for (int start = 0, some; start < count; start += some)
            {
                // The last one goes along with the others: a query that is alone is summed in another order.
                some = count - start > QueriesAtOnce + 1 ? QueriesAtOnce : count - start;
                NearestRows.Find(blocks, Width, prepared.AsSpan(start * Width, some * Width), k,
                    scores.Slice(start * k, some * k), indices.Slice(start * k, some * k), threads);
            }
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Hands out all vectors in their order, as bytes.</summary>
    public void Read(Action<ReadOnlyMemory<byte>> take)
    {
        var buffer = new byte[1 << 20];
        Look((start, count) =>
        {
            var at = (byte*)start;
            for (var left = count * sizeof(float); left > 0; left -= buffer.Length, at += buffer.Length)
            {
                var some = (int)Math.Min(left, buffer.Length);
                new ReadOnlySpan<byte>(at, some).CopyTo(buffer);
                take(buffer.AsMemory(0, some));
            }
        });
    }

    /// <summary>Shows the memory of all vectors in their order: its address, and how many numbers are there.</summary>
    public void Look(Action<nint, long> see)
    {
        _lock.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            foreach (var block in Blocks())
                see((nint)block.Vectors, block.Rows * Width);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    public void Dispose()
    {
        _lock.EnterWriteLock();
        try
        {
            if (_disposed)
                return;
            _disposed = true;
            _mapped?.Dispose();
            foreach (var (memory, _) in _blocks)
                memory.Dispose();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    private SearchBlock[] Blocks()
    {
        List<SearchBlock> blocks = new(_blocks.Count + 1);
        if (_mapped is not null)
            blocks.Add(new SearchBlock(_mapped.Vectors, _mapped.Rows));
        foreach (var (memory, rows) in _blocks)
            blocks.Add(new SearchBlock(memory.Rows, rows));
        return [.. blocks];
    }

    /// <summary>Room for rows behind the last one; they count from <see cref="Commit"/> on.</summary>
    private float* Reserve(long rows)
    {
        if (_blocks.Count == 0 || _blocks[^1].Memory.Capacity - _blocks[^1].Rows < rows)
        {
            var bytes = Math.Clamp(Count * Width * sizeof(float), SmallestBlock, LargestBlock);
            _blocks.Add((new VectorMemory(Math.Max(rows, bytes / sizeof(float) / Width), Width), 0));
        }
        return _blocks[^1].Memory.Rows + _blocks[^1].Rows * Width;
    }

    private void Commit(long rows)
    {
        _blocks[^1] = (_blocks[^1].Memory, _blocks[^1].Rows + rows);
        Count += rows;
    }

    /// <summary>What a vector is multiplied with before it is stored or compared.</summary>
    private double Factor(ReadOnlySpan<float> vector, string argument)
    {
        if (vector.Length != Width)
            throw new ArgumentException($"A vector has {vector.Length} numbers, and those here {Width}.", argument);
        double squares = 0;
        for (var i = 0; i < vector.Length; i++)
        {
            if (!float.IsFinite(vector[i]))
                throw new ArgumentException($"Number {i} of a vector is {vector[i]}. An image that could not be read has NaN for its embedding; leave such rows out.", argument);
            squares += (double)vector[i] * vector[i];
        }
        if (Similarity == EmbeddingSimilarity.Cosine)
        {
            return squares > 0 ? 1 / Math.Sqrt(squares)
                : throw new ArgumentException("A vector of zeros has no direction, and so no cosine with another.", argument);
        }
        // No dot product of two such vectors, nor a part of its sum, is larger than the largest float (Cauchy and Schwarz).
        return squares < float.MaxValue ? 1 : throw new ArgumentException($"A vector has the length {Math.Sqrt(squares):G3}, and dot products with it may overflow.", argument);
    }
}
