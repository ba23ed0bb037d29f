namespace Microsoft.ML;

public interface IEstimator<out TTransformer> where TTransformer : ITransformer
{
    TTransformer Fit(IDataView input);

    /// <summary>What the columns will look like, before anything is trained.</summary>
    SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
