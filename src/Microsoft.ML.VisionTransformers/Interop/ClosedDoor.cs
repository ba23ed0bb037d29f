using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.ML;

namespace Microsoft.ML.VisionTransformers.Interop;

/// <summary>Members that ML.NET keeps internal, reached by their documented names.</summary>
internal static class ClosedDoor
{
    private const BindingFlags Anything = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Value of a property or field of <paramref name="target"/>, found on its class or on an interface it implements.</summary>
    public static T? Read<T>(object target, string member, string? ofInterface = null)
    {
        var type = target.GetType();
        if (ofInterface is not null)
            type = type.GetInterfaces().FirstOrDefault(i => i.Name == ofInterface) ?? throw Missing(target.GetType(), ofInterface);
        if (type.GetProperty(member, Anything) is { } property)
            return (T?)property.GetValue(target);
        return type.GetField(member, Anything) is { } field ? (T?)field.GetValue(target) : throw Missing(type, member);
    }

    /// <summary>Whether <paramref name="target"/> has a true property of this name; false where there is none.</summary>
    public static bool ReadsTrue(object target, string property) =>
        target.GetType().GetProperty(property, Anything) is { } found && found.GetValue(target) is true;

    /// <summary>Calls a method by name and arguments; what it throws comes out as it was thrown.</summary>
    public static object? Call(object target, string method, params object?[] arguments)
    {
        var found = target.GetType().GetMethods(Anything)
            .FirstOrDefault(m => m.Name == method && !m.IsGenericMethod && Accepts(m.GetParameters(), arguments))
            ?? throw Missing(target.GetType(), method);
        try
        {
            return found.Invoke(target, arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    public static Exception Missing(Type type, string member) => new NotSupportedException(
        $"This build of Microsoft.ML ({type.Assembly.GetName().Version}) has no '{member}' on {type.FullName}; " +
        "this package was written for Microsoft.ML 5.0.0. Reference that version, or one that this package lists as supported.");

    private static bool Accepts(ParameterInfo[] parameters, object?[] arguments) =>
        parameters.Length == arguments.Length &&
        parameters.Zip(arguments).All(p => p.Second is null ? !p.First.ParameterType.IsValueType : p.First.ParameterType.IsInstanceOfType(p.Second));
}
