using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What the catalogs of tasks share.</summary>
public abstract partial class TrainCatalogBase : IInternalCatalog
{
    private protected readonly IHostEnvironment Environment;

    private protected TrainCatalogBase(IHostEnvironment environment, string registrationName)
    {
        Contracts.CheckValue(environment, nameof(environment));
        environment.CheckNonEmpty(registrationName, nameof(registrationName));
        Environment = environment;
    }

    IHostEnvironment IInternalCatalog.Environment => Environment;

    /// <summary>The trainers of one task.</summary>
    public abstract class CatalogInstantiatorBase : IInternalCatalog
    {
        internal TrainCatalogBase Owner { get; }

        private protected CatalogInstantiatorBase(TrainCatalogBase catalog) => Owner = catalog;

        IHostEnvironment IInternalCatalog.Environment => Owner.Environment;
    }
}
