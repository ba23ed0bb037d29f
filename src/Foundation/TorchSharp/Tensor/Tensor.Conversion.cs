namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>-1 for no type.</summary>
        internal static int Code(ScalarType? type) => type.HasValue ? (int)type.Value : -1;

        internal static Number ValueOf(Scalar scalar) => scalar is null ? Number.Nothing : scalar.Value;

        private Tensor After(Tensor result, bool disposeAfter)
        {
            if (disposeAfter) Dispose();
            return result;
        }

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
            => After(Make(Bridge.tensor_to_dtype(Handle, (int)type, copy ? 1 : 0, non_blocking ? 1 : 0), this), disposeAfter);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
            => After(Make(Bridge.tensor_to_device(Handle, (int)deviceType, deviceIndex, copy ? 1 : 0, non_blocking ? 1 : 0), this), disposeAfter);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
            => After(Make(Bridge.tensor_to(Handle, (int)type, (int)device.type, device.index, copy ? 1 : 0, non_blocking ? 1 : 0), this), disposeAfter);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(new Device(device), copy, disposeAfter, non_blocking);
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(device.type, device.index, copy, disposeAfter, non_blocking);
        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        public Tensor type(ScalarType dtype) => to_type(dtype);
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        public Tensor cpu() => to(DeviceType.CPU);
        public Tensor cuda(Device device = null, bool non_blocking = false) => to(device ?? new Device(DeviceType.CUDA), non_blocking: non_blocking);

        public Tensor @bool() => to_type(ScalarType.Bool);
        public Tensor @byte() => to_type(ScalarType.Byte);
        public Tensor @int() => to_type(ScalarType.Int32);
        public Tensor @long() => to_type(ScalarType.Int64);
        public Tensor half() => to_type(ScalarType.Float16);
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);
        public Tensor @float() => to_type(ScalarType.Float32);
        public Tensor @double() => to_type(ScalarType.Float64);

        public Tensor clone() => Make(Bridge.tensor_clone(Handle), this);
        public Tensor alias() => Make(Bridge.tensor_alias(Handle), this);
        public Tensor contiguous() => Make(Bridge.tensor_contiguous(Handle), this);
        public Tensor pin_memory() => Make(Bridge.tensor_pin_memory(Handle), this);
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Changed(Bridge.tensor_copy_(Handle, source.Handle, nonBlocking ? 1 : 0), source);
        public Tensor set_(Tensor source) => Changed(Bridge.tensor_set_(Handle, source.Handle), source);
    }
}
