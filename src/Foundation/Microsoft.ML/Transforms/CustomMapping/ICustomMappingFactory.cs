using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>What a loaded model asks of the factories, whatever their classes.</summary>
internal interface ICustomMappingFactory
{
    ITransformer CreateTransformer(IHostEnvironment environment, string contractName);
}
