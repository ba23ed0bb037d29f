namespace Microsoft.ML.Data;

/// <summary>Getters of columns over the members of the current row object.</summary>
internal static class ObjectGetters
{
    public static Delegate Create<TRow>(InternalSchemaDefinition.Column column, Func<TRow> current) where TRow : class
    {
        var member = column.MemberType;
        if (member == typeof(string))
            return Text(column, current);
        if (member == typeof(string[]))
            return Texts(column, current);
        if (member.IsArray)
            return Call<TRow>(nameof(Items), member.GetElementType(), column, current);
        if (column.ColumnType is VectorDataViewType vector)
            return Call<TRow>(nameof(Buffer), vector.ItemType.RawType, column, current);
        return Call<TRow>(column.ColumnType is KeyDataViewType ? nameof(Key) : nameof(Value), member, column, current);
    }

    private static Delegate Call<TRow>(string method, Type value, InternalSchemaDefinition.Column column, Func<TRow> current) =>
        (Delegate)MemberAccess.Call(typeof(ObjectGetters), method, [typeof(TRow), value], column, current);

    private static Delegate Text<TRow>(InternalSchemaDefinition.Column column, Func<TRow> current)
    {
        var read = MemberAccess.Reader<TRow, string>(column.MemberInfo);
        return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = read(current()).AsMemory());
    }

    private static Delegate Texts<TRow>(InternalSchemaDefinition.Column column, Func<TRow> current)
    {
        var read = MemberAccess.Reader<TRow, string[]>(column.MemberInfo);
        return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            var texts = read(current());
            var editor = VBufferEditor.Create(ref value, texts?.Length ?? 0);
            for (var i = 0; i < editor.Values.Length; i++)
                editor.Values[i] = texts[i].AsMemory();
            value = editor.Commit();
        });
    }

    private static Delegate Items<TRow, TItem>(InternalSchemaDefinition.Column column, Func<TRow> current)
    {
        var read = MemberAccess.Reader<TRow, TItem[]>(column.MemberInfo);
        return (ValueGetter<VBuffer<TItem>>)((ref VBuffer<TItem> value) =>
        {
            var items = read(current());
            var editor = VBufferEditor.Create(ref value, items?.Length ?? 0);
            items.AsSpan().CopyTo(editor.Values);
            value = editor.Commit();
        });
    }

    private static Delegate Buffer<TRow, TItem>(InternalSchemaDefinition.Column column, Func<TRow> current)
    {
        var read = MemberAccess.Reader<TRow, VBuffer<TItem>>(column.MemberInfo);
        return (ValueGetter<VBuffer<TItem>>)((ref VBuffer<TItem> value) => read(current()).CopyTo(ref value));
    }

    private static Delegate Value<TRow, TValue>(InternalSchemaDefinition.Column column, Func<TRow> current)
    {
        var read = MemberAccess.Reader<TRow, TValue>(column.MemberInfo);
        return (ValueGetter<TValue>)((ref TValue value) => value = read(current()));
    }

    /// <summary>Members count from 0, keys from 1; what is not below the count is missing.</summary>
    private static Delegate Key<TRow, TKey>(InternalSchemaDefinition.Column column, Func<TRow> current) where TKey : unmanaged
    {
        // The real library has never taken ushort here.
        if (typeof(TKey) == typeof(ushort))
            throw new InvalidOperationException();
        var read = MemberAccess.Reader<TRow, TKey>(column.MemberInfo);
        var count = ((KeyDataViewType)column.ColumnType).Count;
        return (ValueGetter<TKey>)((ref TKey value) =>
        {
            var key = Convert.ToUInt64(read(current()));
            value = (TKey)Convert.ChangeType(key < count ? key + 1 : 0, typeof(TKey));
        });
    }
}
