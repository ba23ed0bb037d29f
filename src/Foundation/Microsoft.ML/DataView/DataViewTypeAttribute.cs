namespace Microsoft.ML.Data;

/// <summary>Base of attributes that give a member of a row class a column type of one's own.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public abstract class DataViewTypeAttribute : Attribute, IEquatable<DataViewTypeAttribute>
{
    protected DataViewTypeAttribute()
    {
    }

    /// <summary>Tells the type manager which raw type and column type belong to this attribute.</summary>
    public abstract void Register();

    public abstract bool Equals(DataViewTypeAttribute other);
}
