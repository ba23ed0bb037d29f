using Microsoft.ML.Runtime;

namespace Microsoft.ML.VisionTransformers.Interop;

/// <summary>
/// The environment behind a catalog, and its settings. Catalogs hand it out through <c>IInternalCatalog.Environment</c>, which ML.NET
/// keeps internal; <see cref="MLContext"/> itself is an environment too, but an extension of a catalog never sees it.
/// </summary>
internal static class CatalogEnvironment
{
    public static IHostEnvironment Of(object catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog as IHostEnvironment ?? ClosedDoor.Read<IHostEnvironment>(catalog, "Environment", "IInternalCatalog")!;
    }

    /// <summary>Index of the GPU the user asked for, or null for the CPU (ML.NET's default).</summary>
    public static int? GpuDeviceId(IHostEnvironment environment) => Setting<int?>(environment, "GpuDeviceId");

    /// <summary>Whether the CPU will do when the GPU asked for isn't there (ML.NET's default: it won't).</summary>
    public static bool FallbackToCpu(IHostEnvironment environment) => Setting<bool>(environment, "FallbackToCpu");

    /// <summary>Whether <c>MLContext.CancelExecution</c> was called, as AutoML does when a trial runs out of time.</summary>
    public static bool IsCanceled(IHostEnvironment environment) => ClosedDoor.ReadsTrue(environment, "IsCanceled");

    private static T? Setting<T>(IHostEnvironment environment, string name) => environment is MLContext context
        ? (T?)(object?)(name == nameof(GpuDeviceId) ? context.GpuDeviceId : context.FallbackToCpu)
        : ClosedDoor.Read<T>(environment, name, "IHostEnvironmentInternal");
}
