using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Values as keys see them: text by its characters, and empty text as missing like NaN.</summary>
internal static class ValueComparison<T>
{
    private static readonly bool _isText = typeof(T) == typeof(ReadOnlyMemory<char>);

    public static IEqualityComparer<T> Equality { get; } = _isText ? (IEqualityComparer<T>)(object)new TextEquality() : EqualityComparer<T>.Default;

    public static IComparer<T> Order { get; } = _isText ? (IComparer<T>)(object)new TextOrder() : Comparer<T>.Default;

    public static Func<T, bool> MissingIn(DataViewType type)
    {
        if (_isText)
            return (Func<T, bool>)(Delegate)(Func<ReadOnlyMemory<char>, bool>)(text => text.IsEmpty);
        return MissingValues.Exist(type) ? MissingValues.TestOf<T>(type) : _ => false;
    }

    /// <summary>A value that outlives its row: text is usually a piece of a larger line.</summary>
    public static T Keep(T value) => value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value;

    private sealed class TextEquality : IEqualityComparer<ReadOnlyMemory<char>>
    {
        public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);
    }

    private sealed class TextOrder : IComparer<ReadOnlyMemory<char>>
    {
        public int Compare(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceCompareTo(y.Span);
    }
}
