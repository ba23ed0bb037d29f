using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Transforms of column types.</summary>
public static class ConversionsExtensionsCatalog
{
    public static ValueToKeyMappingEstimator MapValueToKey(this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null,
        int maximumNumberOfKeys = ValueToKeyMappingEstimator.DefaultMaximumNumberOfKeys,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false, IDataView keyData = null) =>
        new(catalog.GetEnvironment(), [(outputColumnName, inputColumnName ?? outputColumnName)], maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText, keyData);

    public static ValueToKeyMappingEstimator MapValueToKey(this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns,
        int maximumNumberOfKeys = ValueToKeyMappingEstimator.DefaultMaximumNumberOfKeys,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false, IDataView keyData = null)
    {
        var environment = catalog.GetEnvironment();
        environment.CheckValue(columns, nameof(columns));
        return new ValueToKeyMappingEstimator(environment, InputOutputColumnPair.ToTuples(columns), maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText, keyData);
    }

    public static KeyToValueMappingEstimator MapKeyToValue(this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null) =>
        new(catalog.GetEnvironment(), (outputColumnName, inputColumnName ?? outputColumnName));

    public static KeyToValueMappingEstimator MapKeyToValue(this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns)
    {
        var environment = catalog.GetEnvironment();
        environment.CheckValue(columns, nameof(columns));
        return new KeyToValueMappingEstimator(environment, InputOutputColumnPair.ToTuples(columns));
    }
}
