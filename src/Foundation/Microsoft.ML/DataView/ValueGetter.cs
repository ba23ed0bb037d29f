namespace Microsoft.ML;

/// <summary>Reads one value of the current row; buffers inside <paramref name="value"/> are reused where they fit.</summary>
public delegate void ValueGetter<TValue>(ref TValue value);
