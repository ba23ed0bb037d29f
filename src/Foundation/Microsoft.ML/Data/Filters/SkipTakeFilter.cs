using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A run of consecutive rows, in the source's own order.</summary>
internal sealed class SkipTakeFilter(IHostEnvironment environment, IDataView source, long skip, long take)
    : WrappedView(environment, "SkipTakeFilter", source)
{
    public override bool CanShuffle => false;

    public override long? GetRowCount() => Source.GetRowCount() is { } count ? Math.Min(Math.Max(0, count - skip), take) : null;

    private protected override DataViewRowCursor Open(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand) =>
        new Cursor(Source.GetRowCursor(columnsNeeded), skip, take);

    private sealed class Cursor(DataViewRowCursor input, long skip, long take) : LinkedCursor(input)
    {
        private long _left = take;
        private bool _started;

        public override long Batch => 0;

        private protected override bool MoveToNextRow()
        {
            if (!_started)
            {
                _started = true;
                for (long i = 0; i < skip; i++)
                    if (!Input.MoveNext())
                        return false;
            }
            return _left-- > 0 && Input.MoveNext();
        }
    }
}
