using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp;

/// <summary>
/// Loads the native half on its first use. OpenBLAS and OpenMP read their environment while they are being loaded, and only the C
/// library's copy of it, so what they must know is set there just before.
/// </summary>
internal static unsafe class NativeLoading
{
#pragma warning disable CA2255 // The resolver has to be in place before the first call, wherever that comes from.
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLoading).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Bridge.Library) return 0;
        SetEnvironment();
        var folder = Path.GetDirectoryName(assembly.Location);
        var beside = Path.Combine(string.IsNullOrEmpty(folder) ? AppContext.BaseDirectory : folder, "libtorchbridge.so");
        nint library;
        try {
            if (!NativeLibrary.TryLoad(Bridge.Library, assembly, path, out library)) library = NativeLibrary.Load(beside);
        } catch (Exception e) when (e is DllNotFoundException or BadImageFormatException) {
            throw new DllNotFoundException(
                $"The native library {beside} of this TorchSharp could not be loaded: it is missing, or libtorch is. On Debian install libtorch "
                + "(apt-get install libtorch-dev) and build the project again, or set the environment variable Torch_DIR to another libtorch's "
                + "cmake folder for the build. With the published packages instead (-p:Foundation=NuGet) this library is not needed. " + e.Message, e);
        }
        ((delegate* unmanaged<void>)NativeLibrary.GetExport(library, "bridge_keep_memory"))();
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OMP_NUM_THREADS")))
            ((delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "threads_set"))(Environment.ProcessorCount);
        return library;
    }

    /// <summary>
    /// OpenBLAS knows no processor newer than itself and then takes its slowest kernel, five times slower. And OpenMP's threads spin
    /// while they wait, on the cores that OpenBLAS's own threads need: sleeping at once makes a small network's step twice as fast.
    /// </summary>
    private static void SetEnvironment()
    {
        if (!OperatingSystem.IsLinux()) return;
        if (Avx512F.IsSupported || Avx2.IsSupported) SetUnlessGiven("OPENBLAS_CORETYPE", Avx512F.IsSupported ? "SkylakeX" : "Haswell");
        SetUnlessGiven("OMP_WAIT_POLICY", "passive");
    }

    private static void SetUnlessGiven(string name, string value)
    {
        fixed (byte* variable = Bridge.Utf8(name), text = Bridge.Utf8(value)) setenv(variable, text, 0);
    }

    [DllImport("libc")] private static extern int setenv(byte* name, byte* value, int overwrite);
}
