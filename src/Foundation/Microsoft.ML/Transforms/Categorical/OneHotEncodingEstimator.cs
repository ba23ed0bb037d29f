using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the values of columns and turns them into vectors, by way of keys.</summary>
public sealed class OneHotEncodingEstimator : IEstimator<OneHotEncodingTransformer>
{
    /// <summary>What becomes of a value, or of a vector of values.</summary>
    public enum OutputKind : byte
    {
        /// <summary>One vector for all values: how often each occurs.</summary>
        Bag = 1,

        /// <summary>A vector a value that is 1 at its slot.</summary>
        Indicator = 2,

        /// <summary>The key itself.</summary>
        Key = 3,

        /// <summary>The bits of the key's number.</summary>
        Binary = 4,
    }

    private readonly IHost _host;
    private readonly IEstimator<ITransformer>[] _steps;

    internal OneHotEncodingEstimator(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns, OutputKind outputKind,
        int maximumNumberOfKeys, ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality, IDataView keyData)
    {
        Contracts.CheckValue(environment, "env");
        _host = environment.Register(nameof(OneHotEncodingEstimator));
        var keys = new ValueToKeyMappingEstimator(_host, columns, maximumNumberOfKeys, keyOrdinality, keyData: keyData);
        var inPlace = Array.ConvertAll(columns, pair => (pair.outputColumnName, pair.outputColumnName));
        _steps = outputKind switch
        {
            OutputKind.Key => [keys],
            OutputKind.Indicator => [keys, new KeyToVectorMappingEstimator(_host, inPlace, outputCountVector: false)],
            OutputKind.Bag => [keys, new KeyToVectorMappingEstimator(_host, inPlace, outputCountVector: true)],
            OutputKind.Binary => [keys, new KeyToBinaryVectorMappingEstimator(_host, inPlace)],
            _ => throw _host.ExceptUserArg(nameof(outputKind), "Unsupported output kind"),
        };
    }

    public OneHotEncodingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var fitted = new List<ITransformer>();
        foreach (var step in _steps)
        {
            var transformer = step.Fit(input);
            fitted.Add(transformer);
            input = transformer.Transform(input);
        }
        return new OneHotEncodingTransformer(new TransformerChain<ITransformer>([.. fitted]));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return _steps.Aggregate(inputSchema, (shape, step) => step.GetOutputSchema(shape));
    }
}
