using System.Runtime.Intrinsics.X86;

namespace Benchmarks;

/// <summary>The OpenBLAS kernel that suits this processor; its own choice is wrong on processors newer than itself.</summary>
internal static class BlasKernel
{
    public static string Name =>
        Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") ?? (Avx512F.IsSupported ? "SkylakeX" : Avx2.IsSupported ? "Haswell" : "Prescott");
}
