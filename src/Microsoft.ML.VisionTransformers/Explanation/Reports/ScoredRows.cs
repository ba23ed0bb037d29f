using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Explanation.Reports;

/// <summary>The columns of scored rows that a report reads.</summary>
internal sealed class ScoredRows
{
    private const string SlotNames = "SlotNames";
    private const double SumTolerance = 1e-2;
    private readonly IDataView _data;
    private readonly DataViewSchema.Column _label;
    private readonly DataViewSchema.Column _score;
    private readonly DataViewSchema.Column? _path;

    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    public ScoredRows(IDataView data, string label, string score, string? path)
    {
        _data = data;
        _label = data.Schema.Require(label);
        _score = data.Schema.Require(score);
        if (_label.Type is not KeyDataViewType && _label.Type != NumberDataViewType.Single)
            throw new ArgumentException($"Column '{label}' is {_label.Type}; labels are keys, or classes from 0 as Single. Map them with MapValueToKey.");
        if (_score.Type is not VectorDataViewType { Size: >= 2 } vector || vector.ItemType != NumberDataViewType.Single)
            throw new ArgumentException($"Column '{score}' is {_score.Type}; scores are a vector of two or more probabilities (Single).");
        ClassNames = Names(vector.Size);
        _path = path is not null && data.Schema.GetColumnOrNull(path) is { Type: TextDataViewType } found ? found : null;
    }

    /// <summary>The score's slot names; else the label's values, else numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Shows each row: its number, its class from 0, its probabilities (valid during the call), and a way to read its path.</summary>
    /// <returns>Rows without a label, or with scores that are no numbers, which were left out.</returns>
    /// <exception cref="InvalidOperationException">Scores are no probabilities, or a label has no score.</exception>
    public long Read(Action<long, int, float[], Func<string?>> show)
    {
        long row = -1, skipped = 0;
        using var cursor = _data.GetRowCursor(_path is { } column ? [_label, _score, column] : [_label, _score]);
        var getLabel = LabelReader(cursor);
        var getScore = cursor.GetGetter<VBuffer<float>>(_score);
        var getPath = _path is { } text ? cursor.GetGetter<ReadOnlyMemory<char>>(text) : null;
        VBuffer<float> buffer = default;
        var scores = new float[ClassNames.Count];
        while (cursor.MoveNext())
        {
            row++;
            var label = getLabel();
            getScore(ref buffer);
            buffer.CopyTo(scores);
            if (label < 0 || !Array.TrueForAll(scores, float.IsFinite))
            {
                skipped++;
                continue;
            }
            if (label >= scores.Length)
                throw new InvalidOperationException($"Row {row} is of class {label + 1}, but there are scores of {scores.Length} classes.");
            if (Math.Abs(scores.Sum() - 1) > SumTolerance || scores.Min() < 0)
                throw new InvalidOperationException($"The scores of row {row} are no probabilities: from {scores.Min()}, with a sum of {scores.Sum()}.");
            show(row, label, scores, Path);
        }
        return skipped;

        string? Path()
        {
            ReadOnlyMemory<char> path = default;
            getPath?.Invoke(ref path);
            return path.IsEmpty ? null : path.ToString();
        }
    }

    private Func<int> LabelReader(DataViewRow row)
    {
        if (_label.Type is KeyDataViewType)
            return LabelReaders.Keys(row, _label);
        var get = row.GetGetter<float>(_label);
        var label = 0f;
        return () =>
        {
            get(ref label);
            return label >= 0 && label == (int)label ? (int)label : LabelReaders.Missing;
        };
    }

    private IReadOnlyList<string> Names(int classes)
    {
        if (_score.Annotations.Schema.GetColumnOrNull(SlotNames)?.Type is VectorDataViewType { ItemType: TextDataViewType } vector && vector.Size == classes)
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            _score.Annotations.GetValue(SlotNames, ref names);
            return [.. names.DenseValues().Select(name => name.ToString())];
        }
        if (_label.Type is KeyDataViewType && LabelNames.Of(_label) is var labels && labels.Count == classes)
            return labels.Texts;
        return [.. Enumerable.Range(0, classes).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
    }
}
