using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>A cursor of which no scored column is wanted: the input's, under the output's schema. No image is decoded.</summary>
internal sealed class PassThroughCursor(ScoringMapper mapper, DataViewRowCursor input, DataViewSchema.Column[] columns) : DataViewRowCursor
{
    private readonly DataViewRow _row = mapper.GetRow(input, columns);

    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _row.Dispose();
        base.Dispose(disposing);
    }
}
