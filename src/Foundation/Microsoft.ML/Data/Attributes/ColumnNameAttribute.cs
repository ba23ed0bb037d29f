namespace Microsoft.ML.Data;

/// <summary>The column's name where it is not the member's.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ColumnNameAttribute(string name) : Attribute
{
    internal string Name => name;
}
