namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor new_zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.zeros(new ReadOnlySpan<long>([dim0, dim1, dim2, dim3]), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.zeros(new ReadOnlySpan<long>([dim0, dim1, dim2]), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_zeros(long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.zeros(new ReadOnlySpan<long>([rows, columns]), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_zeros(long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.zeros(new ReadOnlySpan<long>([size]), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.zeros(new ReadOnlySpan<long>(size), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.zeros(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.ones(new ReadOnlySpan<long>([dim0, dim1, dim2, dim3]), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.ones(new ReadOnlySpan<long>([dim0, dim1, dim2]), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_ones(long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.ones(new ReadOnlySpan<long>([rows, columns]), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_ones(long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.ones(new ReadOnlySpan<long>([size]), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.empty(new ReadOnlySpan<long>([dim0, dim1, dim2, dim3]), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.empty(new ReadOnlySpan<long>([dim0, dim1, dim2]), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_empty(long rows, long columns, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.empty(new ReadOnlySpan<long>([rows, columns]), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_empty(long size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.empty(new ReadOnlySpan<long>([size]), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.empty(new ReadOnlySpan<long>(size), dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.empty(size, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.full(new ReadOnlySpan<long>([dim0, dim1, dim2, dim3]), value, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.full(new ReadOnlySpan<long>([dim0, dim1, dim2]), value, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.full(new ReadOnlySpan<long>([rows, columns]), value, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_full(long size, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.full(new ReadOnlySpan<long>([size]), value, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.full(new ReadOnlySpan<long>(size), value, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor new_full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => torch.full(size, value, dtype ?? this.dtype, device ?? this.device, requires_grad);
        public Tensor zeros_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Make(Bridge.create_zeros_like(Handle, new Options(dtype, device, requires_grad, keep: true)), this);
        public Tensor ones_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Make(Bridge.create_ones_like(Handle, new Options(dtype, device, requires_grad, keep: true)), this);
        public Tensor empty_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Make(Bridge.create_empty_like(Handle, new Options(dtype, device, requires_grad, keep: true)), this);
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Make(Bridge.create_full_like(Handle, value.Value, new Options(dtype, device, requires_grad, keep: true)), this);
        public Tensor rand_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Make(Bridge.create_rand_like(Handle, new Options(dtype, device, requires_grad, keep: true)), this);
        public Tensor randn_like(ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Make(Bridge.create_randn_like(Handle, new Options(dtype, device, requires_grad, keep: true)), this);
    }
}
