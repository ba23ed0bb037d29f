using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reading and writing fields and properties of row classes, compiled.</summary>
internal static class MemberAccess
{
    // Compiling costs as much as reading thousands of rows, and every cursor and engine needs the same delegates.
    private static readonly ConcurrentDictionary<(MemberInfo Member, Type Row), Delegate> _readers = new(), _writers = new();

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>What a member's type says of its column: a vector for arrays and buffers, and the raw type of the items.</summary>
    public static void GetVectorAndItemType(Type rawType, string name, IEnumerable<Attribute> attributes, out bool isVector, out Type itemType)
    {
        isVector = rawType.IsArray || rawType.IsGenericType && rawType.GetGenericTypeDefinition() == typeof(VBuffer<>);
        itemType = !isVector ? rawType : rawType.IsArray ? rawType.GetElementType() : rawType.GetGenericArguments()[0];
        if (itemType == typeof(string))
            itemType = typeof(ReadOnlyMemory<char>);
        else if (!TypesOfRaw.TryPrimitive(itemType, out _) && !DataViewTypeManager.Knows(itemType, attributes))
            throw Contracts.ExceptParam(nameof(rawType), $"Could not determine an IDataView type and registered custom types for member {name}");
    }

    /// <summary>Throws NullReferenceException for no object, as a getter off the rows does.</summary>
    public static Func<TRow, TValue> Reader<TRow, TValue>(MemberInfo member) =>
        (Func<TRow, TValue>)_readers.GetOrAdd((member, typeof(TRow)), static key => CompileReader<TRow, TValue>(key.Member));

    public static Action<TRow, TValue> Writer<TRow, TValue>(MemberInfo member) =>
        (Action<TRow, TValue>)_writers.GetOrAdd((member, typeof(TRow)), static key => CompileWriter<TRow, TValue>(key.Member));

    private static Func<TRow, TValue> CompileReader<TRow, TValue>(MemberInfo member)
    {
        var row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, TValue>>(Expression.MakeMemberAccess(row, member), row).Compile();
    }

    private static Action<TRow, TValue> CompileWriter<TRow, TValue>(MemberInfo member)
    {
        // Expressions refuse a readonly field; the columns of one are written all the same.
        if (member is FieldInfo { IsInitOnly: true } field)
            return (target, written) => field.SetValue(target, written);
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.Parameter(typeof(TValue));
        return Expression.Lambda<Action<TRow, TValue>>(Expression.Assign(Expression.MakeMemberAccess(row, member), value), row, value).Compile();
    }

    public static bool CanRead(MemberInfo member) => member is FieldInfo || member is PropertyInfo { CanRead: true };

    /// <summary>Calls a static generic method with one more type argument than the compiler knows.</summary>
    public static object Call(Type owner, string method, Type[] types, params object[] arguments) =>
        owner.GetMethod(method, BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static).MakeGenericMethod(types)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
