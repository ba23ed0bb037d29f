namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>The stack, marks and memo of a pickle's machine, with a bound to the memory that its instructions can ask for.</summary>
internal sealed class PickleMachine
{
    // A training checkpoint of a large network makes some ten thousand values; this is room for a hundred times that.
    private const long MaxBytes = 40L << 20;

    // Python's own recursion ends at a thousand.
    private const int MaxMarks = 1000;

    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private long _bytes;

    public int MemoCount => _memo.Count;

    public void Push(object? value, int bytes = 0)
    {
        Spend(32 + bytes);
        _stack.Add(value);
    }

    public object? Peek()
    {
        RequireAboveMark(1);
        return _stack[^1];
    }

    public object? Pop()
    {
        RequireAboveMark(1);
        var value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    public object?[] Pop(int count)
    {
        RequireAboveMark(count);
        Spend(32 + 8 * count);
        var values = _stack[^count..].ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    public void Mark()
    {
        if (_marks.Count == MaxMarks)
            throw new CheckpointFormatException($"more than {MaxMarks} values are nested in each other");
        _marks.Add(_stack.Count);
    }

    /// <summary>Everything above the last mark, which goes with it.</summary>
    public object?[] PopToMark()
    {
        if (_marks.Count == 0)
            throw new CheckpointFormatException("a mark is missing");
        var values = Pop(_stack.Count - _marks[^1]);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }

    public bool PopsMark => _marks.Count > 0 && _marks[^1] == _stack.Count;

    public void Remember(long index)
    {
        Spend(48);
        _memo[index] = Peek();
    }

    public void Recall(long index)
    {
        if (!_memo.TryGetValue(index, out var value))
            throw new CheckpointFormatException($"entry {index} of its memo is used before it is set");
        Push(value);
    }

    /// <summary>Counts memory that containers take besides the stack.</summary>
    public void Spend(long bytes)
    {
        _bytes += bytes;
        if (_bytes > MaxBytes)
            throw new CheckpointFormatException("it makes more values than any checkpoint of weights");
    }

    private void RequireAboveMark(int count)
    {
        if (_stack.Count - (_marks.Count > 0 ? _marks[^1] : 0) < count)
            throw new CheckpointFormatException("a value is missing on its stack");
    }
}
