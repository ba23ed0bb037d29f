using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>The product's own native kernels (src/Kernels). Everything they do can be done without them, only slower.</summary>
internal static unsafe partial class KernelLibrary
{
    private const string Name = "vtkernels";
    private const int AbiVersion = 5;

    private static readonly Lazy<bool> s_available = new(Load);

    /// <summary>Whether the library is beside this assembly, fits it, and is not switched off by the environment variable VT_KERNELS=0.</summary>
    public static bool IsAvailable => s_available.Value;

    private static bool Load()
    {
        if (Environment.GetEnvironmentVariable("VT_KERNELS") == "0")
            return false;
        try
        {
            return vtk_abi_version() == AbiVersion;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return false;
        }
    }

    [LibraryImport(Name)]
    private static partial int vtk_abi_version();

    /// <summary>The instruction set in use: 0 portable, 1 AVX2 with FMA, 2 AVX-512.</summary>
    [LibraryImport(Name)]
    public static partial int vtk_cpu_level();

    /// <summary>Forces a lower instruction set, for tests; -1 = what the processor has. Returns the one in use.</summary>
    [LibraryImport(Name)]
    public static partial int vtk_set_cpu_level(int level);

    /// <summary>One AdamW step over all tensors; see adamw.cpp.</summary>
    [LibraryImport(Name)]
    public static partial void vtk_adamw_step(AdamWTensor* tensors, int count, double beta1, double beta2, double epsilon, long step, int threads);
}
