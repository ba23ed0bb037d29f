using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Search;

/// <summary>
/// Embeddings that can be searched: images by text, images by image, or anything by vectors of one length. The search is exact: every vector is
/// looked at, as fast as the memory gives them, and for many queries at once as fast as the processor multiplies. Of equally near ones the lower
/// index comes first.
/// </summary>
/// <remarks>
/// Any number of threads may search at a time, and add; adding waits for searches. It holds native memory, 4 bytes a number: dispose it when it is no
/// longer used. Files are safetensors (<c>vectors</c>, <c>names</c>, <c>name_ends</c>), which other programs read too.
/// </remarks>
public sealed class EmbeddingIndex : IDisposable
{
    private readonly VectorStore _vectors;
    private readonly NameList _names;
    private int _threads = Environment.ProcessorCount;

    /// <summary>An empty index.</summary>
    /// <param name="dimension">Numbers an embedding has, at least 1.</param>
    /// <param name="similarity">How near two embeddings are. Default the cosine; embeddings are then stored with length 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 1.</exception>
    public EmbeddingIndex(int dimension, EmbeddingSimilarity similarity = EmbeddingSimilarity.Cosine)
        : this(new VectorStore(dimension, similarity), new NameList())
    {
    }

    internal EmbeddingIndex(VectorStore vectors, NameList names) => (_vectors, _names) = (vectors, names);

    /// <summary>Numbers an embedding has.</summary>
    public int Dimension => _vectors.Width;

    /// <summary>How near two embeddings are.</summary>
    public EmbeddingSimilarity Similarity => _vectors.Similarity;

    /// <summary>Embeddings there are.</summary>
    public long Count => _vectors.Count;

    /// <summary>Threads that share a search. At least 1; default all cores. The result is the same with any number.</summary>
    public int Threads
    {
        get => _threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _threads = value;
        }
    }

    /// <summary>Adds an embedding; its index is the count before.</summary>
    /// <param name="embedding"><see cref="Dimension"/> finite numbers, with the cosine not all 0.</param>
    /// <param name="name">What to call it in results, such as a file's path. Need not be unique.</param>
    /// <exception cref="ArgumentException">It is no such vector, or names have no room: 2 GiB is the limit for all of them. The index is as before.</exception>
    public void Add(ReadOnlySpan<float> embedding, string name = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_names)
        {
            // Whatever fails does so before the vector is there, which would have no name.
            _names.Reserve(name);
            _vectors.Add(embedding);
            _names.Add(name);
        }
    }

    /// <summary>Adds the rows of a data view.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="embeddingColumnName">Column of vectors of <see cref="Dimension"/> numbers, as <c>Transforms.ClipImageEmbedding</c> and <c>VisionEmbedding</c> make.</param>
    /// <param name="nameColumnName">Column of text to call them by, such as <c>ImagePath</c>; null (the default) for none.</param>
    /// <param name="skipMissing">Whether rows whose embedding is NaN are left out: images that could not be read. Default false: they are an error.</param>
    /// <returns>Rows that were added.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type, or an embedding can't be added; those before it are.</exception>
    public long AddRows(IDataView data, string embeddingColumnName, string? nameColumnName = null, bool skipMissing = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        var embedding = data.Schema.Require(embeddingColumnName);
        if (embedding.Type is not VectorDataViewType { ItemType: NumberDataViewType item } || item != NumberDataViewType.Single)
            throw new ArgumentException($"Column '{embeddingColumnName}' is {embedding.Type}; embeddings are vectors of {Dimension} floats.");
        DataViewSchema.Column? name = nameColumnName is null ? null : data.Schema.Require(nameColumnName);
        if (name is { Type: not TextDataViewType } other)
            throw new ArgumentException($"Column '{nameColumnName}' is {other.Type}; names are text.");
        using var cursor = data.GetRowCursor(name is null ? [embedding] : [embedding, name.Value]);
        var getEmbedding = cursor.GetGetter<VBuffer<float>>(embedding);
        var getName = name is null ? null : cursor.GetGetter<ReadOnlyMemory<char>>(name.Value);
        VBuffer<float> values = default;
        ReadOnlyMemory<char> text = default;
        var (dense, added) = (new float[Dimension], 0L);
        while (cursor.MoveNext())
        {
            getEmbedding(ref values);
            getName?.Invoke(ref text);
            if (values.Length != Dimension)
                throw new ArgumentException($"Row {cursor.Position}: its embedding has {values.Length} numbers, and those here {Dimension}.");
            values.CopyTo(dense);
            if (skipMissing && Array.Exists(dense, float.IsNaN))
                continue;
            try
            {
                Add(dense, text.ToString());
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"Row {cursor.Position}{(text.IsEmpty ? "" : $" ({text})")}: {e.Message}", e);
            }
            added++;
        }
        return added;
    }

    /// <summary>The embeddings nearest to one, the nearest first.</summary>
    /// <param name="query"><see cref="Dimension"/> finite numbers, with the cosine not all 0.</param>
    /// <param name="k">How many, at least 1; all there are when there are fewer.</param>
    /// <exception cref="ArgumentException">The query is no such vector.</exception>
    public SearchHit[] Search(ReadOnlySpan<float> query, int k = 10) => query.Length == Dimension ? SearchAll(query, k)[0]
        : throw new ArgumentException($"The query has {query.Length} numbers, and embeddings here {Dimension}.", nameof(query));

    /// <summary>The same for many queries at a time, which is much faster than one after the other: sixty-four take about two and a half times as long as one.</summary>
    /// <param name="queries">Queries, one behind the other: a multiple of <see cref="Dimension"/> numbers.</param>
    /// <param name="k">How many for each, at least 1; all there are when there are fewer.</param>
    /// <exception cref="ArgumentException">They are no such vectors, or queries x k are more than 2^31.</exception>
    public SearchHit[][] SearchAll(ReadOnlySpan<float> queries, int k = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (queries.Length % Dimension != 0)
            throw new ArgumentException($"{queries.Length} numbers are no whole number of queries of {Dimension}.", nameof(queries));
        var count = queries.Length / Dimension;
        var kept = (int)Math.Min(k, Count);
        if ((long)count * kept > Array.MaxLength)
            throw new ArgumentException($"{count:N0} queries x {kept:N0} hits are more than an array holds. Give fewer queries at a time, or a smaller k.", nameof(queries));
        var (scores, indices) = (new float[count * kept], new long[count * kept]);
        // Of an empty index nothing is found, and queries are still looked at.
        _vectors.Search(queries, kept, scores, indices, Threads);
        var results = new SearchHit[count][];
        lock (_names)
        {
            for (var query = 0; query < count; query++)
                results[query] = [.. Enumerable.Range(query * kept, kept).Where(i => indices[i] >= 0).Select(i => new SearchHit(indices[i], _names[indices[i]], scores[i]))];
        }
        return results;
    }

    /// <summary>
    /// Writes the index to a file, as a whole or not at all. It may be the file that it was loaded from; on Windows, which replaces no file that is
    /// mapped, only when it was loaded with <c>memoryMapped: false</c>.
    /// </summary>
    /// <param name="path">The file, created or replaced.</param>
    /// <exception cref="IOException">It cannot be written; what was there before is still whole.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        lock (_names)
            EmbeddingFile.Write(path, _vectors, _names);
    }

    /// <summary>Reads an index; more can be added to it, and it can be saved again.</summary>
    /// <param name="path">What <see cref="Save"/> wrote.</param>
    /// <param name="memoryMapped">
    /// Whether vectors stay in the file, and the system reads them as they are looked at: loading takes no time and several processes share the memory.
    /// The file must not change meanwhile; replacing it as <see cref="Save"/> does is fine (not on Windows). Default true; false reads all into memory.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="Weights.CheckpointFormatException">It is damaged, or no index.</exception>
    public static EmbeddingIndex Load(string path, bool memoryMapped = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return EmbeddingFile.Read(path, memoryMapped);
    }

    /// <summary>Frees the memory; searches that run finish first.</summary>
    public void Dispose() => _vectors.Dispose();
}
