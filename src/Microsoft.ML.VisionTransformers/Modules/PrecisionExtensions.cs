using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>What a <see cref="Precision"/> means on a device.</summary>
internal static class PrecisionExtensions
{
    /// <summary>Element type for <see cref="Autocast"/>; null for 32 bits.</summary>
    /// <exception cref="ArgumentException">The device can't do that.</exception>
    public static ScalarType? On(this Precision precision, Device device) => precision switch
    {
        Precision.Float32 => null,
        Precision.Automatic => device.type == DeviceType.CUDA ? ScalarType.Float16 : null,
        Precision.BFloat16 => ScalarType.BFloat16,
        Precision.Float16 when device.type == DeviceType.CPU => throw new ArgumentException(
            "Float16 needs a GPU: libtorch has no products of 16-bit floats on the CPU. Set Precision to Automatic or Float32, or MLContext.GpuDeviceId.", nameof(precision)),
        Precision.Float16 => ScalarType.Float16,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "There is no such precision."),
    };
}
