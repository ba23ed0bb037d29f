using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the distinct values of columns, as keys from 1 on.</summary>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    /// <summary>The order of the keys.</summary>
    public enum KeyOrdinality : byte
    {
        /// <summary>As the values first occur.</summary>
        ByOccurrence = 0,

        /// <summary>Ascending; text by its character codes.</summary>
        ByValue = 1,
    }

    internal const int DefaultMaximumNumberOfKeys = 1000000;

    private readonly IHost _host;
    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly int _maximumNumberOfKeys;
    private readonly KeyOrdinality _keyOrdinality;
    private readonly bool _asText;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns,
        int maximumNumberOfKeys = DefaultMaximumNumberOfKeys, KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence, bool asText = false, IDataView keyData = null)
    {
        Contracts.CheckValue(environment, "env");
        _host = environment.Register(nameof(ValueToKeyMappingEstimator));
        _host.CheckNonEmpty(columns, nameof(columns));
        if (keyData != null)
            _host.CheckParam(keyData.Schema.Count == 1, nameof(keyData), "Must contain a single column");
        _columns = columns;
        _maximumNumberOfKeys = maximumNumberOfKeys;
        _keyOrdinality = keyOrdinality;
        _asText = asText;
        _keyData = keyData;
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        _host.CheckAlive();
        _host.CheckValue(input, nameof(input));
        var sources = Array.ConvertAll(_columns, pair =>
            input.Schema.GetColumnOrNull(pair.inputColumnName) ?? throw _host.ExceptSchemaMismatch("inputSchema", "input", pair.inputColumnName));
        foreach (var source in sources)
            if (source.Type.GetItemType() is not PrimitiveDataViewType)
                throw _host.ExceptSchemaMismatch("inputSchema", "input", source.Name, "vector or primitive", source.Type.ToString());
        _host.CheckUserArg(_keyData != null || _maximumNumberOfKeys > 0, "MaxNumKeys", "Must be positive");
        var dictionaries = _keyData == null ? Learn(input, sources) : Array.ConvertAll(sources, LearnFromKeyData);
        if (_keyOrdinality == KeyOrdinality.ByValue)
            Array.ForEach(dictionaries, dictionary => dictionary.SortByValue());
        return new ValueToKeyMappingTransformer(_host, _columns, dictionaries, _asText);
    }

    private KeyDictionary LearnFromKeyData(DataViewSchema.Column source)
    {
        var values = _keyData.Schema[0];
        if (!values.Type.GetItemType().Equals(source.Type.GetItemType()))
            throw _host.ExceptUserArg("keyData", $"Must be of type '{source.Type.GetItemType()}' but was '{values.Type}'");
        return Learn(_keyData, [values])[0];
    }

    private KeyDictionary[] Learn(IDataView data, DataViewSchema.Column[] sources)
    {
        var dictionaries = Array.ConvertAll(sources, source => KeyDictionary.Create((PrimitiveDataViewType)source.Type.GetItemType()));
        using var cursor = data.GetRowCursor(sources.DistinctBy(source => source.Index).ToArray());
        var learners = dictionaries.Zip(sources, (dictionary, source) => dictionary.Learner(cursor, source, _maximumNumberOfKeys)).ToArray();
        while (cursor.MoveNext())
            foreach (var learn in learners)
                learn();
        return dictionaries;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(_host, inputSchema);
        foreach (var (output, input) in _columns)
        {
            var source = shape.Find(input);
            if (source.ItemType is not PrimitiveDataViewType)
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", input, "vector or primitive", source.GetTypeString());
            var annotations = new List<SchemaShape.Column>();
            if (source.HasSlotNames())
                annotations.Add(ShapeOutput.Slots);
            // Keys of keys keep the values that they stood for.
            if (source.IsKey && source.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values) && !_asText)
                annotations.Add(values);
            else
                annotations.Add(new SchemaShape.Column(AnnotationUtils.Kinds.KeyValues, SchemaShape.Column.VectorKind.Vector,
                    _asText ? TextDataViewType.Instance : source.ItemType, !_asText && source.IsKey));
            shape.Set(new SchemaShape.Column(output, source.Kind, NumberDataViewType.UInt32, true, new SchemaShape(annotations)));
        }
        return shape.ToShape();
    }
}
