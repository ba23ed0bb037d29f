namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>The lazy result of <c>Transform</c>: nothing is read or scored before a cursor asks.</summary>
internal sealed class ScoringDataView(ScoringMapper mapper, IDataView source) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var columns = columnsNeeded.ToArray();
        var input = source.GetRowCursor(mapper.GetDependencies(columns), rand);
        try
        {
            return columns.Any(c => mapper.IsScored(c.Index))
                ? new BatchedScoringCursor(mapper, input, columns, source.GetRowCount())
                : new PassThroughCursor(mapper, input, columns);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>One cursor, however many are asked for: it decodes on all cores by itself, and the network fills them too.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
