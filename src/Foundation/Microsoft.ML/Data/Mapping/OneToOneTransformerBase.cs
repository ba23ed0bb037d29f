using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Base of transformers that make each output column of one input column.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected readonly (string outputColumnName, string inputColumnName)[] ColumnPairs;

    private protected OneToOneTransformerBase(IHost host, params (string outputColumnName, string inputColumnName)[] columns) : base(host)
    {
        host.CheckValue(columns, nameof(columns));
        var names = new HashSet<string>();
        foreach (var (output, input) in columns)
        {
            host.CheckNonEmpty(input, "inputColumnName");
            host.CheckParam(names.Add(output), nameof(columns), $"Output column '{output}' specified multiple times");
        }
        ColumnPairs = columns;
    }

    /// <summary>Reads what <see cref="SaveColumns"/> wrote.</summary>
    private protected OneToOneTransformerBase(IHost host, ModelLoadContext ctx) : base(host)
    {
        var count = ctx.Reader.ReadInt32();
        host.CheckDecode(count > 0 && count <= ctx.Header.ModelSize / (2 * sizeof(int)));
        ColumnPairs = new (string, string)[count];
        for (var i = 0; i < count; i++)
        {
            var output = ctx.LoadNonEmptyString();
            ColumnPairs[i] = (output, ctx.LoadNonEmptyString());
        }
    }

    private protected void SaveColumns(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.Writer.Write(ColumnPairs.Length);
        foreach (var (output, input) in ColumnPairs)
        {
            ctx.SaveNonEmptyString(output);
            ctx.SaveNonEmptyString(input);
        }
    }

    /// <summary>Throws where the input column is not of a type that fits.</summary>
    private protected virtual void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
    }

    private protected abstract class OneToOneMapperBase : MapperBase
    {
        private readonly OneToOneTransformerBase _parent;

        protected OneToOneMapperBase(IHost host, OneToOneTransformerBase parent, DataViewSchema inputSchema) : base(host, inputSchema, parent)
        {
            _parent = parent;
            for (var i = 0; i < parent.ColumnPairs.Length; i++)
            {
                var name = parent.ColumnPairs[i].inputColumnName;
                var source = inputSchema.GetColumnOrNull(name)?.Index ?? throw host.ExceptSchemaMismatch(nameof(inputSchema), "input", name);
                parent.CheckInputColumn(inputSchema, i, source);
                ColMapNewToOld.Add(i, source);
            }
        }

        /// <summary>The index in the input of the source of each output column.</summary>
        protected Dictionary<int, int> ColMapNewToOld { get; } = [];

        private protected override Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput)
        {
            var needed = new HashSet<int>(ColMapNewToOld.Where(p => activeOutput(p.Key)).Select(p => p.Value));
            return needed.Contains;
        }
    }
}
