namespace Microsoft.ML.Data;

/// <summary>Which fields, by name, a member is read from, where the source has names for them.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class LoadColumnNameAttribute : Attribute
{
    public LoadColumnNameAttribute(string fieldName) => Names = [fieldName];

    public LoadColumnNameAttribute(params string[] fieldNames) => Names = [.. fieldNames];

    internal string[] Names { get; }
}
