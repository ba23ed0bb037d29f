namespace Microsoft.ML.Data;

internal static class CursorMessages
{
    public const string NoCurrentRow = "Values cannot be fetched at this time. This method was called either before the first call to MoveNext, or at any point after MoveNext returned false.";
}
