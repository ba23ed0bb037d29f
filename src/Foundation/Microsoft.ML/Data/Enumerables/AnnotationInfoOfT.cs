namespace Microsoft.ML.Data;

/// <summary>A value as the user has it: text may be a string, a vector an array.</summary>
internal sealed class AnnotationInfo<T>(string kind, T value, DataViewType annotationType) : AnnotationInfo(kind, annotationType)
{
    public override Delegate GetGetter()
    {
        if (value is string text)
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> destination) => destination = text.AsMemory());
        if (value is string[] texts)
            return Vector(Array.ConvertAll(texts, t => t.AsMemory()));
        if (value is Array)
            return (Delegate)MemberAccess.Call(typeof(AnnotationInfo<T>), nameof(Vector), [typeof(T).GetElementType()], value);
        if (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>))
            return (Delegate)MemberAccess.Call(typeof(AnnotationInfo<T>), nameof(Copy), typeof(T).GetGenericArguments(), value);
        return (ValueGetter<T>)((ref T destination) => destination = value);
    }

    private static ValueGetter<VBuffer<TItem>> Vector<TItem>(TItem[] items) => Copy(new VBuffer<TItem>(items.Length, items));

    // A copy each time: who reads may edit what he gets.
    private static ValueGetter<VBuffer<TItem>> Copy<TItem>(VBuffer<TItem> source) => (ref VBuffer<TItem> destination) => source.CopyTo(ref destination);
}
