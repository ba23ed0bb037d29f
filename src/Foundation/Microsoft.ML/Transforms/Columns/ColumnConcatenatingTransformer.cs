using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ColumnConcatenatingTransformer), null, typeof(SignatureLoadModel), "Concat Transform", ColumnConcatenatingTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>Joins columns of one item type to a vector.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal const string LoaderSignature = "ConcatTransform";

    private readonly string _name;
    private readonly string[] _sources;

    private static VersionInfo Version => new("CONCAT F", 0x00010003, 0x00010003, 0x00010003, typeof(ColumnConcatenatingTransformer).Assembly.FullName, LoaderSignature);

    internal ColumnConcatenatingTransformer(IHostEnvironment environment, string outputColumnName, params string[] inputColumnNames)
        : base(environment.Register(nameof(ColumnConcatenatingTransformer)))
    {
        Host.CheckParam(inputColumnNames.Length > 0, nameof(inputColumnNames), "Input columns not specified");
        _name = outputColumnName;
        _sources = inputColumnNames;
    }

    private static ColumnConcatenatingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var name = ctx.LoadNonEmptyString();
        var sources = new string[ctx.Reader.ReadInt32()];
        for (var i = 0; i < sources.Length; i++)
            sources[i] = ctx.LoadNonEmptyString();
        return new ColumnConcatenatingTransformer(environment, name, sources);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.SaveNonEmptyString(_name);
        ctx.Writer.Write(_sources.Length);
        foreach (var source in _sources)
            ctx.SaveNonEmptyString(source);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : MapperBase
    {
        private readonly ColumnConcatenatingTransformer _parent;
        private readonly DataViewSchema.Column[] _sources;
        private readonly VectorDataViewType _type;

        public Mapper(ColumnConcatenatingTransformer parent, DataViewSchema inputSchema) : base(parent.Host, inputSchema, parent)
        {
            _parent = parent;
            _sources = Array.ConvertAll(parent._sources, name =>
                inputSchema.GetColumnOrNull(name) ?? throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", name));
            var item = _sources[0].Type.GetItemType();
            foreach (var source in _sources)
                if (!source.Type.GetItemType().Equals(item))
                    throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, item.ToString(), source.Type.ToString());
            if (item is not PrimitiveDataViewType primitive)
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", _sources[0].Name, "vector or primitive", item.ToString());
            var sized = Array.TrueForAll(_sources, source => source.Type.GetValueCount() > 0);
            _type = IsIdentity ? (VectorDataViewType)_sources[0].Type : new VectorDataViewType(primitive, sized ? _sources.Sum(source => source.Type.GetValueCount()) : 0);
        }

        private bool IsIdentity => _sources is [{ Type: VectorDataViewType }];

        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            [new DataViewSchema.DetachedColumn(_parent._name, _type, IsIdentity ? _sources[0].Annotations : ConcatenatedAnnotations.Of(_sources, _type.Size))];

        private protected override Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput) =>
            activeOutput(0) ? index => Array.Exists(_sources, source => source.Index == index) : _ => false;

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return IsIdentity
                ? Transforms.RowGetters.Untyped(input, input.Schema[_sources[0].Index])
                : (Delegate)Transforms.RowGetters.Generic(typeof(Mapper), nameof(Joined), [_type.ItemType.RawType], this, input);
        }

        private ValueGetter<VBuffer<T>> Joined<T>(DataViewRow input)
        {
            var parts = Array.ConvertAll(_sources, source => ConcatenatedPart<T>.Of(input, input.Schema[source.Index]));
            return (ref VBuffer<T> destination) =>
            {
                int length = 0, count = 0;
                foreach (var part in parts)
                {
                    part.Read();
                    length = checked(length + part.Length);
                    count += part.Count;
                }
                // Less than half full: a sparse vector is smaller then, its positions included.
                var dense = count > length / 2;
                var editor = VBufferEditor.Create(ref destination, length, dense ? length : count);
                int slot = 0, at = 0;
                foreach (var part in parts)
                {
                    if (dense)
                        part.CopyDense(editor.Values.Slice(slot, part.Length));
                    else
                        part.CopySparse(editor.Values.Slice(at, part.Count), editor.Indices.Slice(at, part.Count), slot);
                    slot += part.Length;
                    at += part.Count;
                }
                destination = editor.Commit();
            };
        }
    }
}
