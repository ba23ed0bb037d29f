using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ValueToKeyMappingTransformer), null, typeof(SignatureLoadModel), "Term Transform", ValueToKeyMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Maps known values to keys, all others to the missing key.</summary>
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TermTransform";

    private readonly KeyDictionary[] _dictionaries;
    private readonly bool _asText;

    private static VersionInfo Version => new("TERMTRNF", 0x00010003, 0x00010003, 0x00010003, typeof(ValueToKeyMappingTransformer).Assembly.FullName, LoaderSignature);

    internal ValueToKeyMappingTransformer(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns, KeyDictionary[] dictionaries, bool asText)
        : base(environment.Register(nameof(ValueToKeyMappingTransformer)), columns)
    {
        _dictionaries = dictionaries;
        _asText = asText;
    }

    private ValueToKeyMappingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
        _asText = ctx.Reader.ReadBoolean();
        ctx.LoadModel<KeyVocabulary, SignatureLoadModel>(host, out var vocabulary, KeyVocabulary.Name);
        _dictionaries = vocabulary.Dictionaries;
        host.CheckDecode(_dictionaries.Length == ColumnPairs.Length);
    }

    private static ValueToKeyMappingTransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new ValueToKeyMappingTransformer(environment.Register(nameof(ValueToKeyMappingTransformer)), ctx);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        ctx.Writer.Write(_asText);
        ctx.SaveModel(new KeyVocabulary(_dictionaries, Array.ConvertAll(ColumnPairs, pair => pair.outputColumnName)), KeyVocabulary.Name);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var source = inputSchema[srcCol];
        if (!source.Type.GetItemType().Equals(_dictionaries[col].ItemType))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", source.Name, _dictionaries[col].ItemType.ToString(), source.Type.ToString());
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(ValueToKeyMappingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent.ColumnPairs.Select((pair, i) =>
        {
            var source = InputSchema[ColMapNewToOld[i]];
            var key = parent._dictionaries[i].KeyType;
            var builder = new DataViewSchema.Annotations.Builder();
            parent._dictionaries[i].AddKeyValues(builder, source, parent._asText);
            builder.Add(source.Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
            DataViewType type = source.Type is VectorDataViewType vector ? new VectorDataViewType(key, vector.Dimensions) : key;
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, type, builder.ToAnnotations());
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            return parent._dictionaries[iinfo].MakeGetter(input, input.Schema[ColMapNewToOld[iinfo]]);
        }
    }
}
