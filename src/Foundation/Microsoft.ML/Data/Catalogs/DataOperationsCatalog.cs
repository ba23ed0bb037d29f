using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Loading, saving, filtering and splitting data.</summary>
public sealed partial class DataOperationsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _environment;

    internal DataOperationsCatalog(IHostEnvironment environment)
    {
        Contracts.CheckValue(environment, nameof(environment));
        _environment = environment;
    }

    IHostEnvironment IInternalCatalog.Environment => _environment;
}
