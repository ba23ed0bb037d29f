using System.Runtime.ExceptionServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// Rows that were read ahead of the consumer, scored together. It goes round: <see cref="Read"/> (on the consumer's thread, since a cursor
/// belongs to one), <see cref="Decode"/> (on the pool), <see cref="Score"/>, then its rows are handed out.
/// </summary>
internal sealed class RowBatch : IDisposable
{
    private readonly IRowScorer _scorer;
    private readonly RowInput?[] _rowInputs;
    private readonly Exception?[] _failures;
    private readonly (long Position, long Batch, DataViewRowId Id)[] _rows;
    private readonly float[] _inputs;
    private readonly float[] _values;
    private Task? _decoding;

    private ExceptionDispatchInfo? _readFailure;

    public RowBatch(IRowScorer scorer, int slots, DataViewRow source, IReadOnlyList<DataViewSchema.Column> passThrough)
    {
        _scorer = scorer;
        _rowInputs = new RowInput?[slots];
        _failures = new Exception?[slots];
        _rows = new (long, long, DataViewRowId)[slots];
        _inputs = new float[(long)slots * scorer.ValuesPerInput];
        _values = new float[slots * scorer.ValuesPerRow];
        Columns = passThrough.ToDictionary(c => c.Index, c => ColumnBuffer.Create(source, c, slots));
    }

    /// <summary>Pass-through columns by their index.</summary>
    public IReadOnlyDictionary<int, ColumnBuffer> Columns { get; }

    public int Count { get; private set; }

    /// <summary>
    /// Reads up to a batch of rows and starts decoding them; fewer only at the end of the source, or where the source throws. What it threw
    /// waits for <see cref="ThrowReadFailure"/>, since the rows before are good.
    /// </summary>
    public void Read(DataViewRowCursor source, Func<RowInput> readInput, ValueGetter<DataViewRowId> readId)
    {
        Count = 0;
        try
        {
            ReadRows(source, readInput, readId);
        }
        catch (Exception e)
        {
            _readFailure = ExceptionDispatchInfo.Capture(e);
        }
        _decoding = Task.Run(Decode);
    }

    /// <summary>Whether the source failed behind this batch's rows.</summary>
    public bool ReadFailed => _readFailure is not null;

    public void ThrowReadFailure() => _readFailure?.Throw();

    /// <summary>Waits for the inputs and scores them.</summary>
    public void Score()
    {
        _decoding!.GetAwaiter().GetResult();
        // Bad images are left out by moving the good ones together, so that the network sees no garbage.
        var good = new List<int>(Count);
        for (var slot = 0; slot < Count; slot++)
            if (_failures[slot] is null)
                good.Add(slot);
        var (input, row) = (_scorer.ValuesPerInput, _scorer.ValuesPerRow);
        for (var i = 0; i < good.Count; i++)
            if (good[i] != i)
                Array.Copy(_inputs, (long)good[i] * input, _inputs, (long)i * input, input);
        if (good.Count > 0)
            _scorer.Score(_inputs, good.Count, _values);
        for (var i = good.Count - 1; i >= 0; i--)
            if (good[i] != i)
                Array.Copy(_values, i * row, _values, good[i] * row, row);
        for (var slot = 0; slot < Count; slot++)
            if (_failures[slot] is not null)
                _values.AsSpan(slot * row, row).Fill(float.NaN);
    }

    public Exception? Failure(int slot) => _failures[slot];

    public long Position(int slot) => _rows[slot].Position;

    public long Batch(int slot) => _rows[slot].Batch;

    public DataViewRowId Id(int slot) => _rows[slot].Id;

    public ReadOnlyMemory<float> Values(int slot) => _values.AsMemory(slot * _scorer.ValuesPerRow, _scorer.ValuesPerRow);

    /// <summary>Lets what still decodes come to its end, however it ends, and frees the images that it passes through.</summary>
    public void Dispose()
    {
        if (_decoding is not null)
            Task.WhenAny(_decoding).Wait();
        foreach (var images in Columns.Values.OfType<IDisposable>())
            images.Dispose();
    }

    private void ReadRows(DataViewRowCursor source, Func<RowInput> readInput, ValueGetter<DataViewRowId> readId)
    {
        while (Count < _rowInputs.Length && source.MoveNext())
        {
            DataViewRowId id = default;
            readId(ref id);
            _rows[Count] = (source.Position, source.Batch, id);
            _rowInputs[Count] = readInput();
            foreach (var column in Columns.Values)
                column.Read(Count);
            Count++;
        }
    }

    private void Decode() => Parallel.For(0, Count, slot =>
    {
        var input = _scorer.ValuesPerInput;
        _failures[slot] = null;
        try
        {
            _rowInputs[slot]!(_inputs.AsSpan(slot * input, input));
        }
        catch (Exception e) when (BadImages.Covers(e))
        {
            _failures[slot] = e;
        }
        _rowInputs[slot] = null;
    });
}
