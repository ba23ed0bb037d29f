namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        private T Kept<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }

        public long[] shape
        {
            get {
                const int Room = 8;
                var first = stackalloc long[Room];
                var count = Bridge.tensor_sizes(Handle, first, Room);
                var sizes = new long[count];
                if (count <= Room) new Span<long>(first, count).CopyTo(sizes);
                else fixed (long* all = sizes) Bridge.tensor_sizes(handle, all, count);
                return Kept(sizes);
            }
        }

        public long[] size() => shape;

        public long size(int dim)
        {
            long size;
            Changed(Bridge.tensor_size(Handle, dim, &size));
            return size;
        }

        public long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* p = strides) Changed(Bridge.tensor_strides(Handle, p));
            return strides;
        }

        public long stride(int dim)
        {
            long stride;
            Changed(Bridge.tensor_stride(Handle, dim, &stride));
            return stride;
        }

        public long Dimensions => Kept(Bridge.tensor_ndim(Handle));
        public long dim() => Dimensions;
        public long ndim => Dimensions;
        public long NumberOfElements => Kept(Bridge.tensor_numel(Handle));
        public long numel() => NumberOfElements;
        public long ElementSize => Kept(Bridge.tensor_element_size(Handle));
        public long element_size() => ElementSize;
        public ScalarType dtype => Kept((ScalarType)Bridge.tensor_dtype(Handle));
        public DeviceType device_type => Kept((DeviceType)Bridge.tensor_device_type(Handle));
        public int device_index => Kept(Bridge.tensor_device_index(Handle));
        public Device device => new(device_type, device_index);
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_meta => device_type == DeviceType.META;
        public bool is_contiguous() => Kept(Bridge.tensor_is_contiguous(Handle) != 0);
        public bool is_sparse => Kept(Bridge.tensor_is_sparse(Handle) != 0);
        public long storage_offset() => Kept(Bridge.tensor_storage_offset(Handle));

        public bool is_pinned()
        {
            int pinned;
            Changed(Bridge.tensor_is_pinned(Handle, &pinned));
            return pinned != 0;
        }

        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_complex() => torch.is_complex(dtype);
    }
}
