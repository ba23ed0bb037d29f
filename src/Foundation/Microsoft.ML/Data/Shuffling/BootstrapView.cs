using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Repeats each row a Poisson(1) number of times, or with complement gives once those rows that would not appear.</summary>
internal sealed class BootstrapView : WrappedView
{
    private readonly TauswortheHybrid.State _state;
    private readonly bool _complement;

    public BootstrapView(IHostEnvironment environment, IDataView source, bool complement, uint? seed) : base(environment, "BootstrapSample", source)
    {
        _complement = complement;
        _state = new TauswortheHybrid.State(seed ?? (uint)Host.Rand.Next());
    }

    public override bool CanShuffle => false;

    private protected override DataViewRowCursor Open(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand) =>
        new Cursor(Source.GetRowCursor(columnsNeeded), new TauswortheHybrid(_state), _complement);

    private sealed class Cursor(DataViewRowCursor input, Random random, bool complement) : LinkedCursor(input)
    {
        private int _left;

        public override long Batch => 0;

        private protected override bool MoveToNextRow()
        {
            while (_left == 0 && Input.MoveNext())
            {
                _left = UnitPoisson();
                if (complement)
                    _left = _left == 0 ? 1 : 0;
            }
            return _left-- > 0;
        }

        /// <summary>Knuth's method: how many uniform factors it takes until their product falls below 1/e.</summary>
        private int UnitPoisson()
        {
            var count = 0;
            for (var product = random.NextDouble(); product > Math.Exp(-1); product *= random.NextDouble())
                count++;
            return count;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter()
        {
            var getter = base.GetIdGetter();
            return (ref DataViewRowId id) =>
            {
                getter(ref id);
                id = id.Combine(new DataViewRowId((ulong)_left, 0));
            };
        }
    }
}
