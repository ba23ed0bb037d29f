using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Runtime;

/// <summary>
/// Argument checks with the exception types and texts of the real library. All take the component that checks, which may be null,
/// so that the exception's data says where it came from.
/// </summary>
internal static class Contracts
{
    private const string MarkedKey = "ML_IsMarked";

    private static TException Process<TException>(TException exception, IExceptionContext context) where TException : Exception
    {
        exception.Data[MarkedKey] = true;
        return context == null ? exception : context.Process(exception);
    }

    /// <summary>Whether the library itself threw it, as against user code called by the library.</summary>
    public static bool IsMarked(this Exception exception) => exception.Data.Contains(MarkedKey);

    public static InvalidOperationException Except(string message) => Process(new InvalidOperationException(message), null);

    public static InvalidOperationException Except(this IExceptionContext context, string message) => Process(new InvalidOperationException(message), context);

    public static InvalidOperationException Except(this IExceptionContext context, Exception inner, string message) =>
        Process(new InvalidOperationException(message, inner), context);

    public static ArgumentOutOfRangeException ExceptParam(string parameter, string message) =>
        Process(new ArgumentOutOfRangeException(parameter, message), null);

    public static ArgumentOutOfRangeException ExceptParam(this IExceptionContext context, string parameter, string message) =>
        Process(new ArgumentOutOfRangeException(parameter, message), context);

    public static ArgumentOutOfRangeException ExceptUserArg(string name, string message) => ExceptParam(name, message);

    public static ArgumentOutOfRangeException ExceptUserArg(this IExceptionContext context, string name, string message) =>
        context.ExceptParam(name, message);

    public static ArgumentNullException ExceptValue(this IExceptionContext context, string parameter) =>
        Process(new ArgumentNullException(parameter), context);

    public static FormatException ExceptDecode(string message) => Process(new FormatException(message), null);

    public static FormatException ExceptDecode(this IExceptionContext context, string message) => Process(new FormatException(message), context);

    public static FormatException ExceptDecode(this IExceptionContext context, Exception inner, string message) =>
        Process(new FormatException(message, inner), context);

    public static NotSupportedException ExceptNotSupp(string message) => Process(new NotSupportedException(message), null);

    public static NotSupportedException ExceptNotSupp(this IExceptionContext context, string message) => Process(new NotSupportedException(message), context);

    public static ArgumentOutOfRangeException ExceptSchemaMismatch(string parameter, string role, string column) =>
        ExceptParam(parameter, $"Could not find {role} column '{column}'");

    public static ArgumentOutOfRangeException ExceptSchemaMismatch(this IExceptionContext context, string parameter, string role, string column) =>
        Process(ExceptSchemaMismatch(parameter, role, column), context);

    public static ArgumentOutOfRangeException ExceptSchemaMismatch(string parameter, string role, string column, string expected, string actual) =>
        ExceptParam(parameter, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}");

    public static ArgumentOutOfRangeException ExceptSchemaMismatch(this IExceptionContext context, string parameter, string role, string column,
        string expected, string actual) => Process(ExceptSchemaMismatch(parameter, role, column, expected, actual), context);

    public static void Check([DoesNotReturnIf(false)] bool holds, string message) => Check(null, holds, message);

    public static void Check(this IExceptionContext context, [DoesNotReturnIf(false)] bool holds, string message)
    {
        if (!holds)
            throw context.Except(message);
    }

    public static void CheckValue(object value, string parameter) => CheckValue(null, value, parameter);

    public static void CheckValue(this IExceptionContext context, object value, string parameter)
    {
        if (value == null)
            throw context.ExceptValue(parameter);
    }

    public static void CheckValue(this IExceptionContext context, object value, string parameter, string message)
    {
        if (value == null)
            throw Process(new ArgumentNullException(parameter, message), context);
    }

    public static void CheckParam([DoesNotReturnIf(false)] bool holds, string parameter) => CheckParam(null, holds, parameter);

    public static void CheckParam([DoesNotReturnIf(false)] bool holds, string parameter, string message) => CheckParam(null, holds, parameter, message);

    public static void CheckParam(this IExceptionContext context, [DoesNotReturnIf(false)] bool holds, string parameter)
    {
        if (!holds)
            throw Process(new ArgumentOutOfRangeException(parameter), context);
    }

    public static void CheckParam(this IExceptionContext context, [DoesNotReturnIf(false)] bool holds, string parameter, string message)
    {
        if (!holds)
            throw context.ExceptParam(parameter, message);
    }

    public static void CheckUserArg(this IExceptionContext context, [DoesNotReturnIf(false)] bool holds, string name) => context.CheckParam(holds, name);

    public static void CheckUserArg(this IExceptionContext context, [DoesNotReturnIf(false)] bool holds, string name, string message) =>
        context.CheckParam(holds, name, message);

    public static void CheckNonEmpty(string text, string parameter) => CheckNonEmpty(null, text, parameter);

    public static void CheckNonEmpty(this IExceptionContext context, string text, string parameter)
    {
        if (string.IsNullOrEmpty(text))
            throw context.ExceptParam(parameter, parameter + " cannot be null or empty");
    }

    public static void CheckNonEmpty(this IExceptionContext context, string text, string parameter, string message)
    {
        if (string.IsNullOrEmpty(text))
            throw context.ExceptParam(parameter, message);
    }

    public static void CheckNonEmpty<T>(this IExceptionContext context, ICollection<T> items, string parameter)
    {
        if (items == null || items.Count == 0)
            throw context.ExceptParam(parameter, parameter + " cannot be null or empty");
    }

    public static void CheckNonWhiteSpace(string text, string parameter) => CheckNonWhiteSpace(null, text, parameter);

    public static void CheckNonWhiteSpace(this IExceptionContext context, string text, string parameter)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw context.ExceptParam(parameter, parameter + " cannot be null or white space");
    }

    public static void CheckDecode([DoesNotReturnIf(false)] bool holds) => CheckDecode(null, holds);

    public static void CheckDecode(this IExceptionContext context, [DoesNotReturnIf(false)] bool holds) =>
        context.CheckDecode(holds, "One of the identified items was in an invalid format.");

    public static void CheckDecode(this IExceptionContext context, [DoesNotReturnIf(false)] bool holds, string message)
    {
        if (!holds)
            throw context.ExceptDecode(message);
    }

    public static void CheckAlive(this IHostEnvironment environment)
    {
        if (environment is ICancelable { IsCanceled: true })
            throw Process(new OperationCanceledException("Operation was canceled."), environment);
    }
}
