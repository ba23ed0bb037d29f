namespace TorchSharp;

public static partial class torch
{
    public class Device
    {
        public DeviceType type { get; }
        public int index { get; }

        public Device(string description)
        {
            var parts = description.Split(':');
            type = Parse(parts[0]);
            index = parts.Length > 1 ? int.Parse(parts[1]) : -1;
        }

        public Device(string deviceType, int index = -1) : this(Parse(deviceType), index) { }

        public Device(DeviceType deviceType, int index = -1) => (type, this.index) = (deviceType, index);

        public Device(int index) : this(DeviceType.CUDA, index) { }

        public static implicit operator Device(string description) => new(description);

        public override string ToString()
        {
            var name = type.ToString().ToLowerInvariant();
            return index < 0 ? name : name + ":" + index;
        }

        private static DeviceType Parse(string name) => name switch {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "mkldnn" => DeviceType.MKLDNN,
            "hip" => DeviceType.HIP,
            "xla" => DeviceType.XLA,
            "mps" => DeviceType.MPS,
            "meta" => DeviceType.META,
            _ => throw new ArgumentException($"Unknown device '{name}'."),
        };
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);
    public static Device CUDA => cuda.is_available() ? new Device(DeviceType.CUDA) : throw new InvalidOperationException("CUDA is not available.");

    public static Device MPS => new(DeviceType.MPS);

    public static Device device(string description) => new(description);
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);
    public static Device device(int index) => new(index);

    /// <summary>Null as long as nobody chose one: libtorch's own default then applies, which is the CPU.</summary>
    internal static Device DefaultDevice;

    public static Device get_default_device() => DefaultDevice ?? CPU;
    public static void set_default_device(Device device) => DefaultDevice = device;
    public static void set_default_device(string device) => DefaultDevice = new Device(device);
}
