using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How components reach the environment behind a catalog.</summary>
internal interface IInternalCatalog
{
    IHostEnvironment Environment { get; }
}
