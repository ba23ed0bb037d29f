using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// Reads rows ahead and scores them a batch at a time; hands them out one by one. While the network runs over one batch, the inputs of
/// the next are decoded.
/// </summary>
internal sealed class BatchedScoringCursor : DataViewRowCursor
{
    private readonly ScoringMapper _mapper;
    private readonly DataViewRowCursor _input;
    private readonly HashSet<int> _active;
    private readonly Func<RowInput> _readInput;
    private readonly ValueGetter<DataViewRowId> _readId;
    // The two take turns. Getters were made once and look at both, so each column has a getter for either.
    private readonly RowBatch[] _batches;
    private int _turn = -1;
    private int _slot = -1;
    private bool _ended;

    /// <param name="mapper">Of the input's schema.</param>
    /// <param name="input">Owned from here on.</param>
    /// <param name="columns">Columns wanted, of the output's schema.</param>
    /// <param name="rows">Rows of the input, where known: few rows need no large buffers.</param>
    public BatchedScoringCursor(ScoringMapper mapper, DataViewRowCursor input, IEnumerable<DataViewSchema.Column> columns, long? rows)
    {
        _mapper = mapper;
        _input = input;
        _active = columns.Select(c => c.Index).ToHashSet();
        _readInput = mapper.InputReader(input);
        _readId = input.GetIdGetter();
        var passThrough = _active.Where(c => !mapper.IsScored(c)).Select(c => input.Schema[c]).ToArray();
        var slots = (int)Math.Clamp(rows ?? int.MaxValue, 1, mapper.Scorer.BatchSize);
        _batches = [new(mapper.Scorer, slots, input, passThrough), new(mapper.Scorer, slots, input, passThrough)];
    }

    public override DataViewSchema Schema => _mapper.OutputSchema;

    public override long Position => HasRow ? Current.Position(_slot) : -1;

    public override long Batch => HasRow ? Current.Batch(_slot) : 0;

    private bool HasRow => _turn >= 0 && !_ended;

    private RowBatch Current => _batches[_turn];

    public override bool MoveNext()
    {
        if (_ended)
            return false;
        if (_turn >= 0 && ++_slot < Current.Count)
            return true;
        if (_turn < 0)
            _batches[0].Read(_input, _readInput, _readId);
        else
            Current.ThrowReadFailure();
        _turn = _turn == 0 ? 1 : 0;
        _slot = 0;
        if (Current.Count == 0)
        {
            _ended = true;
            Current.ThrowReadFailure();
            return false;
        }
        // A short batch was the last one; asking an ended cursor again is allowed, and gives an empty batch.
        if (!Current.ReadFailed)
            _batches[1 - _turn].Read(_input, _readInput, _readId);
        // Should scoring throw, and the caller go on, then at no row: its scores would be those of others.
        _ended = true;
        Current.Score();
        _ended = false;
        return true;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = Row().Id(_slot);

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
            throw new ArgumentOutOfRangeException(nameof(column), column.Name, "The column is not among those the cursor was opened for.");
        if (_mapper.IsScored(column.Index))
            return ScoringMapper.Cast<TValue>(_mapper.CreateGetter(column.Index, Values), column);
        var first = ScoringMapper.Cast<TValue>(_batches[0].Columns[column.Index].CreateGetter(() => _slot), column);
        var second = ScoringMapper.Cast<TValue>(_batches[1].Columns[column.Index].CreateGetter(() => _slot), column);
        return (ref TValue value) =>
        {
            Row();
            (_turn == 0 ? first : second)(ref value);
        };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var batch in _batches)
                batch.Dispose();
            _input.Dispose();
        }
        base.Dispose(disposing);
    }

    private RowBatch Row() => HasRow ? Current : throw new InvalidOperationException("The cursor is not at a row: call MoveNext first.");

    private ReadOnlyMemory<float> Values()
    {
        var batch = Row();
        if (batch.Failure(_slot) is { } failure && !_mapper.Scorer.SkipBadImages)
            throw _mapper.BadImage(batch.Position(_slot), failure);
        return batch.Values(_slot);
    }
}
