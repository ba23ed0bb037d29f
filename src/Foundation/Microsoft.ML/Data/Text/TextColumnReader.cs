using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Makes a column's value of the fields of a line.</summary>
internal abstract class TextColumnReader
{
    public static TextColumnReader Create(TextColumn column, TextLoader.Options options)
    {
        var type = (column.Type is VectorDataViewType ? typeof(VectorTextColumnReader<>) : typeof(ScalarTextColumnReader<>)).MakeGenericType(column.Type.GetItemType().RawType);
        return (TextColumnReader)Activator.CreateInstance(type, column, options);
    }

    public abstract void Read(TextFields fields, int sourceLim, long line);

    public abstract Delegate Getter(Action checkRow);
}

internal abstract class TextColumnReader<TItem> : TextColumnReader
{
    private readonly TextParser<TItem> _parser;
    private readonly bool _strict, _isReal, _emptyIsMissing;
    private readonly char _decimalMarker;

    protected TextColumnReader(TextColumn column, TextLoader.Options options)
    {
        Column = column;
        var type = column.Type.GetItemType();
        _parser = TextParsing.For<TItem>(type);
        _isReal = typeof(TItem) == typeof(float) || typeof(TItem) == typeof(double);
        // What is no real number is NaN, and what is no key missing.
        _strict = !_isReal && type is not KeyDataViewType;
        _emptyIsMissing = _isReal && options.MissingRealsAsNaNs;
        _decimalMarker = options.DecimalMarker;
    }

    protected TextColumn Column { get; }

    /// <summary>False when the field is no value of the type and the type is strict.</summary>
    protected bool Parse(in ReadOnlyMemory<char> text, out TItem value)
    {
        if (text.IsEmpty)
        {
            value = _emptyIsMissing ? typeof(TItem) == typeof(float) ? (TItem)(object)float.NaN : (TItem)(object)double.NaN : default;
            return true;
        }
        if (_isReal && _decimalMarker != '.' && text.Span.Contains(_decimalMarker))
            return _parser(text.ToString().Replace(_decimalMarker, '.').AsMemory(), out value) || !_strict;
        return _parser(in text, out value) || !_strict;
    }
}

internal sealed class ScalarTextColumnReader<T>(TextColumn column, TextLoader.Options options) : TextColumnReader<T>(column, options)
{
    private readonly int _source = column.Segments[0].Min;
    private T _value;

    public override void Read(TextFields fields, int sourceLim, long line)
    {
        var at = fields.Find(_source);
        if (at < 0)
            _value = default;
        else if (!Parse(in fields.Texts[at], out _value))
            throw Contracts.Except($"Could not parse value {fields.Texts[at]} in line {line}, column {Column.Name}");
    }

    public override Delegate Getter(Action checkRow) => (ValueGetter<T>)((ref T value) =>
    {
        checkRow();
        value = _value;
    });
}

internal sealed class VectorTextColumnReader<T>(TextColumn column, TextLoader.Options options) : TextColumnReader<T>(column, options)
{
    private readonly List<(int Slot, T Value)> _values = [];
    private VBuffer<T> _value;

    public override void Read(TextFields fields, int sourceLim, long line)
    {
        _values.Clear();
        var size = 0;
        foreach (var segment in Column.Segments)
        {
            var lim = segment.IsVariable ? Math.Max(sourceLim, segment.Min) : segment.Lim;
            var at = fields.Find(segment.Min);
            for (at = at < 0 ? ~at : at; at < fields.Count && fields.Indices[at] < lim; at++)
            {
                var slot = size + fields.Indices[at] - segment.Min;
                if (!Parse(in fields.Texts[at], out var value))
                    throw Contracts.Except($"Could not parse value {fields.Texts[at]} in slot {slot} of column {Column.Name} in line {line}");
                if (!EqualityComparer<T>.Default.Equals(value, default) || IsNegativeZero(value))
                    _values.Add((slot, value));
            }
            size += lim - segment.Min;
        }
        var dense = _values.Count >= size / 2;
        var editor = VBufferEditor.Create(ref _value, size, dense ? size : _values.Count);
        if (dense)
        {
            editor.Values.Clear();
            foreach (var (slot, value) in _values)
                editor.Values[slot] = value;
        }
        else
        {
            for (var i = 0; i < _values.Count; i++)
                (editor.Indices[i], editor.Values[i]) = _values[i];
        }
        _value = editor.Commit();
    }

    private static bool IsNegativeZero(T value) => value is float single ? float.IsNegative(single) : value is double real && double.IsNegative(real);

    public override Delegate Getter(Action checkRow) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
    {
        checkRow();
        _value.CopyTo(ref value);
    });
}
