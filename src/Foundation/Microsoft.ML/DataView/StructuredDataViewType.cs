namespace Microsoft.ML.Data;

/// <summary>Types whose values own memory or need disposing: vectors, images.</summary>
public abstract class StructuredDataViewType : DataViewType
{
    protected StructuredDataViewType(Type rawType) : base(rawType)
    {
    }
}
