namespace Microsoft.ML.Data;

/// <summary>Which values of a type stand for none: NaN, and 0 of a key. Other types have no such value.</summary>
internal static class MissingValues
{
    public static bool Exist(DataViewType type) => type is KeyDataViewType || type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    public static Func<T, bool> TestOf<T>(DataViewType type)
    {
        if (type is KeyDataViewType)
            return value => EqualityComparer<T>.Default.Equals(value, default);
        if (typeof(T) == typeof(float))
            return (Func<T, bool>)(Delegate)(Func<float, bool>)float.IsNaN;
        if (typeof(T) == typeof(double))
            return (Func<T, bool>)(Delegate)(Func<double, bool>)double.IsNaN;
        throw new InvalidOperationException($"The type '{type}' has no missing value.");
    }
}
