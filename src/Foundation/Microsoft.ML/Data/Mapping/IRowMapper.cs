namespace Microsoft.ML.Data;

/// <summary>The columns that a row-to-row transformer adds to one schema, and how to compute them.</summary>
internal interface IRowMapper : ICanSaveModel
{
    /// <summary>A getter for each added column that is active, null for the others; the disposer ends what they hold.</summary>
    Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer);

    /// <summary>Which input columns the active added ones need.</summary>
    Func<int, bool> GetDependencies(Func<int, bool> activeOutput);

    DataViewSchema.DetachedColumn[] GetOutputColumns();

    ITransformer GetTransformer();
}
