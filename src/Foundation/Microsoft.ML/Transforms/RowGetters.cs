using System.Reflection;

namespace Microsoft.ML.Transforms;

/// <summary>Getters and generic code by a type that is known at run time only.</summary>
internal static class RowGetters
{
    /// <summary>The column's getter as a delegate.</summary>
    public static Delegate Untyped(DataViewRow row, DataViewSchema.Column column) =>
        (Delegate)Generic(typeof(RowGetters), nameof(Typed), [column.Type.RawType], null, row, column);

    private static Delegate Typed<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);

    /// <summary>Calls a private generic method, on the target or statically; exceptions come through as they are.</summary>
    public static object Generic(Type declaring, string method, Type[] types, object target, params object[] arguments) =>
        declaring.GetMethod(method, BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly | (target == null ? BindingFlags.Static : BindingFlags.Instance))
            .MakeGenericMethod(types)
            .Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
