using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Adds a column of uniform numbers in [0, 1): the same ones in every pass, as many as there are rows.</summary>
internal sealed class RandomNumberColumnView : IDataView
{
    private readonly IDataView _source;
    private readonly uint _seed;
    private readonly DataViewSchema.Column _added;

    public RandomNumberColumnView(IDataView source, string name, uint seed)
    {
        _source = source;
        _seed = seed;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(source.Schema);
        builder.AddColumn(name, NumberDataViewType.Single);
        Schema = builder.ToSchema();
        _added = Schema[Schema.Count - 1];
    }

    public DataViewSchema Schema { get; }

    /// <summary>The numbers belong to positions, so the order must not change.</summary>
    public bool CanShuffle => false;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        Contracts.CheckValue(columnsNeeded, nameof(columnsNeeded));
        var columns = columnsNeeded.ToArray();
        var input = _source.GetRowCursor(columns.Where(c => c.Index != _added.Index).Select(c => _source.Schema[c.Index]).ToArray());
        return new Cursor(this, input, Array.Exists(columns, c => c.Index == _added.Index));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(RandomNumberColumnView view, DataViewRowCursor input, bool active) : DataViewRowCursor
    {
        private readonly Random _random = new TauswortheHybrid(view._seed);
        private float _number;

        public override DataViewSchema Schema => view.Schema;
        public override long Position => input.Position;
        public override long Batch => input.Batch;

        public override bool MoveNext()
        {
            if (!input.MoveNext())
                return false;
            _number = _random.NextSingle();
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) =>
            column.Index == view._added.Index ? active : input.IsColumnActive(view._source.Schema[column.Index]);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (column.Index != view._added.Index)
                return input.GetGetter<TValue>(view._source.Schema[column.Index]);
            Contracts.CheckParam(active, nameof(column), "requested column not active");
            ValueGetter<float> getter = (ref float value) =>
            {
                Contracts.Check(input.Position >= 0, RootCursor.NotOnARow);
                value = _number;
            };
            return getter as ValueGetter<TValue> ?? throw Contracts.Except($"Invalid TValue in GetGetter: '{typeof(TValue)}'");
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
