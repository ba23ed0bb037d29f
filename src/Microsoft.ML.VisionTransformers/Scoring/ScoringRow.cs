using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// One row at a time, as a prediction engine goes: the row is scored when the first of its scored columns is asked for, and again only
/// when the input has moved on.
/// </summary>
internal sealed class ScoringRow : DataViewRow
{
    private readonly ScoringMapper _mapper;
    private readonly DataViewRow _input;
    private readonly HashSet<int> _active;
    private readonly Func<RowInput>? _readInput;
    private readonly float[] _inputs = [];
    private readonly float[] _values = [];
    // No row is ever at this position; an input that hasn't started is at -1.
    private long _scoredPosition = long.MinValue;

    public ScoringRow(ScoringMapper mapper, DataViewRow input, HashSet<int> active)
    {
        _mapper = mapper;
        _input = input;
        _active = active;
        if (!active.Any(mapper.IsScored))
            return;
        _readInput = mapper.InputReader(input);
        _inputs = new float[mapper.Scorer.ValuesPerInput];
        _values = new float[mapper.Scorer.ValuesPerRow];
    }

    public override DataViewSchema Schema => _mapper.OutputSchema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
            throw new ArgumentOutOfRangeException(nameof(column), column.Name, "The column is not among those asked for.");
        return _mapper.IsScored(column.Index)
            ? ScoringMapper.Cast<TValue>(_mapper.CreateGetter(column.Index, Current), column)
            : _input.GetGetter<TValue>(_input.Schema[column.Index]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private ReadOnlyMemory<float> Current()
    {
        if (_input.Position == _scoredPosition)
            return _values;
        _scoredPosition = long.MinValue;
        try
        {
            _readInput!()(_inputs);
            _mapper.Scorer.Score(_inputs, 1, _values);
        }
        catch (Exception e) when (BadImages.Covers(e))
        {
            if (!_mapper.Scorer.SkipBadImages)
                throw _mapper.BadImage(_input.Position, e);
            Array.Fill(_values, float.NaN);
        }
        _scoredPosition = _input.Position;
        return _values;
    }
}
