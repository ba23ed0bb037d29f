namespace Microsoft.ML.Data;

/// <summary>Fill members of objects with the values of the current row.</summary>
internal static class ObjectSetters
{
    public static Action<TRow> Create<TRow>(InternalSchemaDefinition.Column column, DataViewRow row, DataViewSchema.Column source) where TRow : class
    {
        var member = column.MemberType;
        if (member == typeof(string))
            return Text<TRow>(column, row, source);
        if (member == typeof(string[]))
            return Texts<TRow>(column, row, source);
        if (member.IsArray)
            return Call<TRow>(nameof(Items), member.GetElementType(), column, row, source);
        if (source.Type is VectorDataViewType vector)
            return Call<TRow>(nameof(Buffer), vector.ItemType.RawType, column, row, source);
        return Call<TRow>(nameof(Value), member, column, row, source);
    }

    private static Action<TRow> Call<TRow>(string method, Type value, params object[] arguments) =>
        (Action<TRow>)MemberAccess.Call(typeof(ObjectSetters), method, [typeof(TRow), value], arguments);

    private static Action<TRow> Text<TRow>(InternalSchemaDefinition.Column column, DataViewRow row, DataViewSchema.Column source)
    {
        var get = row.GetGetter<ReadOnlyMemory<char>>(source);
        var write = MemberAccess.Writer<TRow, string>(column.MemberInfo);
        ReadOnlyMemory<char> text = default;
        return target =>
        {
            get(ref text);
            write(target, text.ToString());
        };
    }

    private static Action<TRow> Texts<TRow>(InternalSchemaDefinition.Column column, DataViewRow row, DataViewSchema.Column source)
    {
        var get = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(source);
        var read = Reader<TRow, string[]>(column);
        var write = MemberAccess.Writer<TRow, string[]>(column.MemberInfo);
        VBuffer<ReadOnlyMemory<char>> texts = default;
        return target =>
        {
            get(ref texts);
            var old = read(target);
            var result = old?.Length == texts.Length ? old : new string[texts.Length];
            var at = 0;
            foreach (var text in texts.DenseValues())
                result[at++] = text.ToString();
            write(target, result);
        };
    }

    /// <summary>An array of the right length in the object is filled again, as are the buffers of the value.</summary>
    private static Action<TRow> Items<TRow, TItem>(InternalSchemaDefinition.Column column, DataViewRow row, DataViewSchema.Column source)
    {
        var get = row.GetGetter<VBuffer<TItem>>(source);
        var read = Reader<TRow, TItem[]>(column);
        var write = MemberAccess.Writer<TRow, TItem[]>(column.MemberInfo);
        VBuffer<TItem> value = default;
        return target =>
        {
            get(ref value);
            var old = read(target);
            var result = old?.Length == value.Length ? old : new TItem[value.Length];
            value.CopyTo(result);
            write(target, result);
        };
    }

    private static Action<TRow> Buffer<TRow, TItem>(InternalSchemaDefinition.Column column, DataViewRow row, DataViewSchema.Column source)
    {
        var get = row.GetGetter<VBuffer<TItem>>(source);
        var read = Reader<TRow, VBuffer<TItem>>(column);
        var write = MemberAccess.Writer<TRow, VBuffer<TItem>>(column.MemberInfo);
        return target =>
        {
            var value = read(target);
            get(ref value);
            write(target, value);
        };
    }

    private static Action<TRow> Value<TRow, TValue>(InternalSchemaDefinition.Column column, DataViewRow row, DataViewSchema.Column source)
    {
        var get = row.GetGetter<TValue>(source);
        var write = MemberAccess.Writer<TRow, TValue>(column.MemberInfo);
        TValue value = default;
        return target =>
        {
            get(ref value);
            write(target, value);
        };
    }

    private static Func<TRow, TValue> Reader<TRow, TValue>(InternalSchemaDefinition.Column column) =>
        MemberAccess.CanRead(column.MemberInfo) ? MemberAccess.Reader<TRow, TValue>(column.MemberInfo) : static _ => default;
}
