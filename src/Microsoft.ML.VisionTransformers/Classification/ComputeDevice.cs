using TorchSharp;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Interop;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>Where a model is trained and run, as <c>MLContext.GpuDeviceId</c> and <c>MLContext.FallbackToCpu</c> say.</summary>
internal static class ComputeDevice
{
    /// <exception cref="InvalidOperationException">libtorch isn't there, or a GPU was asked for, isn't there, and the CPU won't do.</exception>
    public static Device Choose(IHostEnvironment environment, Action<string> warning)
    {
        RequireLibrary();
        if (CatalogEnvironment.GpuDeviceId(environment) is not { } gpu)
            return new Device(DeviceType.CPU);
        if (cuda.is_available() && gpu >= 0 && gpu < cuda.device_count())
            return new Device(DeviceType.CUDA, gpu);
        var found = cuda.is_available() ? $"there are {cuda.device_count()}, counted from 0" : "this build of libtorch finds none";
        if (!CatalogEnvironment.FallbackToCpu(environment))
            throw new InvalidOperationException(
                $"MLContext.GpuDeviceId asks for GPU {gpu}, but {found}. Reference TorchSharp-cuda-linux or -windows, or set MLContext.FallbackToCpu.");
        warning($"GPU {gpu} isn't there ({found}); the CPU is used, as MLContext.FallbackToCpu allows.");
        return new Device(DeviceType.CPU);
    }

    private static void RequireLibrary()
    {
        try
        {
            InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new InvalidOperationException(
                "The native library behind TorchSharp could not be loaded. Reference the package TorchSharp-cpu (or TorchSharp-cuda-linux, TorchSharp-cuda-windows) " +
                $"in the application. On the bundled foundation libtorchbridge.so has to lie beside the application, and Debian's libtorch be installed. ({e.GetBaseException().Message.Trim()})", e);
        }
    }
}
