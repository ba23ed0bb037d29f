using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Saving, loading and using models.</summary>
public sealed partial class ModelOperationsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _environment;

    internal ModelOperationsCatalog(IHostEnvironment environment)
    {
        Contracts.CheckValue(environment, nameof(environment));
        _environment = environment;
    }

    IHostEnvironment IInternalCatalog.Environment => _environment;
}
