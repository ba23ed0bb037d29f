using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>
/// Columns that an action makes: it is run once a row, on the same pair of objects, when the first of its columns is asked for.
/// <paramref name="startAction"/> gives the action of one pass over the rows, with the state of that pass.
/// </summary>
internal sealed class CustomMappingMapper<TSrc, TDst>(
    IHost host, DataViewSchema inputSchema, SchemaDefinition inputDefinition, InternalSchemaDefinition added,
    Func<Action<TSrc, TDst>> startAction, ITransformer transformer) : IRowMapper where TSrc : class, new() where TDst : class, new()
{
    private readonly TypedCursorable<TSrc> _source = new(host, inputSchema, ignoreMissingColumns: false, inputDefinition);

    public Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer)
    {
        disposer = null;
        var getters = new Delegate[added.Columns.Length];
        if (!Enumerable.Range(0, getters.Length).Any(activeOutput))
            return getters;

        var fill = _source.Filler(input);
        var action = startAction();
        var output = new InputRow<TDst>(added);
        var source = new TSrc();
        var target = new TDst();
        long mapped = -1;
        for (var i = 0; i < getters.Length; i++)
        {
            if (activeOutput(i))
                getters[i] = (Delegate)MemberAccess.Call(GetType(), nameof(Getter), [output.Schema[i].Type.RawType], output, output.Schema[i], (Action)Refresh);
        }
        return getters;

        void Refresh()
        {
            if (mapped == input.Position)
                return;
            fill(source);
            action(source, target);
            output.ExtractValues(target);
            mapped = input.Position;
        }
    }

    private static ValueGetter<T> Getter<T>(InputRow<TDst> output, DataViewSchema.Column column, Action refresh)
    {
        var get = output.GetGetter<T>(column);
        return (ref T value) =>
        {
            refresh();
            get(ref value);
        };
    }

    public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
    {
        if (!Enumerable.Range(0, added.Columns.Length).Any(activeOutput))
            return _ => false;
        var needed = _source.Columns.Select(c => c.Index).ToHashSet();
        return needed.Contains;
    }

    public DataViewSchema.DetachedColumn[] GetOutputColumns() => [.. added.ToSchema().Select(c => new DataViewSchema.DetachedColumn(c))];

    void ICanSaveModel.Save(ModelSaveContext ctx) => transformer.Save(ctx);

    public ITransformer GetTransformer() => transformer;
}
