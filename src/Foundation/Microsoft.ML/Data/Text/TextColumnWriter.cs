using System.Text;

namespace Microsoft.ML.Data;

/// <summary>The text of a column's values. Text is quoted where it would be misread, and empty text always.</summary>
internal abstract class TextColumnWriter
{
    /// <summary>The text of the default value, which a sparse line leaves out.</summary>
    public string Default { get; private protected init; }

    public static TextColumnWriter Create(DataViewRow row, DataViewSchema.Column column, char separator)
    {
        var type = (column.Type is VectorDataViewType ? typeof(VectorTextColumnWriter<>) : typeof(ScalarTextColumnWriter<>)).MakeGenericType(column.Type.GetItemType().RawType);
        return (TextColumnWriter)Activator.CreateInstance(type, row, column, separator);
    }

    /// <summary>Appends the slots of the current row that are given; returns how many slots there are.</summary>
    public abstract int WriteValues(Action<StringBuilder, int> append);

    /// <summary>Appends the names of the slots that have one.</summary>
    public abstract int WriteNames(Action<StringBuilder, int> append);

    protected static void Quote(ReadOnlySpan<char> value, StringBuilder text, char separator)
    {
        if (!value.IsEmpty && value[0] != ' ' && !value.ContainsAny('"', separator, ':'))
        {
            text.Append(value);
            return;
        }
        text.Append('"');
        foreach (var c in value)
            text.Append(c == '"' ? "\"\"" : c.ToString());
        text.Append('"');
    }
}

internal abstract class TextColumnWriter<T> : TextColumnWriter
{
    private readonly TextFormatter<T> _formatter;
    private readonly StringBuilder _text = new();

    private readonly char _separator;

    protected TextColumnWriter(DataViewSchema.Column column, char separator)
    {
        Column = column;
        _separator = separator;
        var type = column.Type.GetItemType();
        var plain = TextFormatting.For<T>(type);
        // Times hold colons, which mark sparse fields; text may hold anything.
        _formatter = type switch
        {
            TextDataViewType => (TextFormatter<T>)(Delegate)(TextFormatter<ReadOnlyMemory<char>>)((in ReadOnlyMemory<char> value, StringBuilder text) => Quote(value.Span, text, separator)),
            TimeSpanDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType => (in T value, StringBuilder text) =>
            {
                text.Append('"');
                plain(in value, text);
                text.Append('"');
            },
            _ => plain,
        };
        Default = Format(default).ToString();
    }

    protected DataViewSchema.Column Column { get; }

    protected StringBuilder Format(in T value)
    {
        _formatter(in value, _text.Clear());
        return _text;
    }

    protected StringBuilder FormatName(ReadOnlyMemory<char> name)
    {
        Quote(name.Span, _text.Clear(), _separator);
        return _text;
    }
}

internal sealed class ScalarTextColumnWriter<T>(DataViewRow row, DataViewSchema.Column column, char separator) : TextColumnWriter<T>(column, separator)
{
    private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);
    private T _value;

    public override int WriteValues(Action<StringBuilder, int> append)
    {
        _getter(ref _value);
        append(Format(in _value), 0);
        return 1;
    }

    public override int WriteNames(Action<StringBuilder, int> append)
    {
        append(FormatName(Column.Name.AsMemory()), 0);
        return 1;
    }
}

internal sealed class VectorTextColumnWriter<T>(DataViewRow row, DataViewSchema.Column column, char separator) : TextColumnWriter<T>(column, separator)
{
    private readonly ValueGetter<VBuffer<T>> _getter = row.GetGetter<VBuffer<T>>(column);
    private VBuffer<T> _value;

    public override int WriteValues(Action<StringBuilder, int> append)
    {
        _getter(ref _value);
        var values = _value.GetValues();
        var indices = _value.GetIndices();
        for (var i = 0; i < values.Length; i++)
            append(Format(in values[i]), _value.IsDense ? i : indices[i]);
        return _value.Length;
    }

    public override int WriteNames(Action<StringBuilder, int> append)
    {
        var size = Column.Type.GetVectorSize();
        if (!Column.HasSlotNames(size))
            return size;
        VBuffer<ReadOnlyMemory<char>> names = default;
        Column.GetSlotNames(ref names);
        foreach (var (slot, name) in names.Items())
            if (!name.IsEmpty)
                append(FormatName(name), slot);
        return size;
    }
}
