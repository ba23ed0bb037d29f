namespace Microsoft.ML.Runtime;

/// <summary>Notes on an exception which component threw it.</summary>
public interface IExceptionContext
{
    string ContextDescription { get; }
    TException Process<TException>(TException ex) where TException : Exception;
}
