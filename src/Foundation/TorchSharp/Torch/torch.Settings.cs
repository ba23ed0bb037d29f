namespace TorchSharp;

public static unsafe partial class torch
{
    public static string __version__ => Bridge.Text(Bridge.bridge_torch_version());

    public static void set_num_threads(int num) => Bridge.Done(Bridge.threads_set(num));
    public static int get_num_threads() => Bridge.threads_get();
    public static void set_num_interop_threads(int num) => Bridge.Done(Bridge.threads_set_interop(num));
    public static int get_num_interop_threads() => Bridge.threads_get_interop();

    public static void set_default_dtype(ScalarType dtype) => Bridge.Done(Bridge.default_dtype_set((int)dtype));
    public static ScalarType get_default_dtype() => (ScalarType)Bridge.default_dtype_get();

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType)) throw new InvalidOperationException($"Torch device type '{deviceType}' did not initialise on the current machine.");
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType)
    {
        _ = Bridge.bridge_torch_version();
        return deviceType != DeviceType.CUDA || cuda.is_available();
    }

    public static Device InitializeDevice(Device device)
    {
        device ??= CPU;
        InitializeDeviceType(device.type);
        return device;
    }

    public static class cuda
    {
        public static bool is_available() => Bridge.cuda_is_available() != 0;
        public static bool is_cudnn_available() => Bridge.cuda_is_cudnn_available() != 0;
        public static int device_count() => Bridge.cuda_device_count();
        public static void manual_seed(long seed) => Bridge.Done(Bridge.random_manual_seed_cuda(seed, 0));
        public static void manual_seed_all(long seed) => Bridge.Done(Bridge.random_manual_seed_cuda(seed, 1));
        public static void synchronize(Device device = null) => Bridge.Done(Bridge.cuda_synchronize(device?.index ?? -1));
    }

    public static class backends
    {
        public static class cuda
        {
            public static bool flash_sdp_enabled() => Bridge.backend_get(2) != 0;
            public static void enable_flash_sdp(bool enable) => Bridge.Done(Bridge.backend_set(2, enable ? 1 : 0));
            public static bool math_sdp_enabled() => Bridge.backend_get(3) != 0;
            public static void enable_math_sdp(bool enable) => Bridge.Done(Bridge.backend_set(3, enable ? 1 : 0));

            public static class matmul
            {
                public static bool allow_tf32
                {
                    get => Bridge.backend_get(0) != 0;
                    set => Bridge.Done(Bridge.backend_set(0, value ? 1 : 0));
                }
            }
        }

        public static class cudnn
        {
            public static bool allow_tf32
            {
                get => Bridge.backend_get(1) != 0;
                set => Bridge.Done(Bridge.backend_set(1, value ? 1 : 0));
            }
        }
    }
}
