namespace TorchSharp;

public static unsafe partial class torch
{
    public static class linalg
    {
        private static Tensor Norm(Tensor input, Number order, long[] dims, bool keepdim)
        {
            fixed (long* p = dims) return Tensor.Make(Bridge.linalg_norm(input.Handle, order, p, dims?.Length ?? 0, keepdim ? 1 : 0), input);
        }

        public static Tensor norm(Tensor input, long[] dims = null, bool keepdim = false) => Norm(input, Number.Nothing, dims, keepdim);
        public static Tensor norm(Tensor input, int ord, long[] dims = null, bool keepdim = false) => Norm(input, (long)ord, dims, keepdim);
        public static Tensor norm(Tensor input, double ord, long[] dims = null, bool keepdim = false) => Norm(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, string ord, long[] dims = null, bool keepdim = false)
        {
            fixed (byte* order = Bridge.Utf8(ord))
            fixed (long* p = dims)
                return Tensor.Make(Bridge.linalg_norm_named(input.Handle, order, p, dims?.Length ?? 0, keepdim ? 1 : 0), input);
        }

        public static Tensor vector_norm(Tensor input, double ord = 2, long[] dims = null, bool keepdim = false)
        {
            fixed (long* p = dims) return Tensor.Make(Bridge.reduce_vector_norm(input.Handle, ord, p, dims?.Length ?? 0, keepdim ? 1 : 0), input);
        }

        public static Tensor inv(Tensor input) => Tensor.Make(Bridge.linalg_inv(input.Handle), input);
        public static Tensor det(Tensor input) => Tensor.Make(Bridge.linalg_det(input.Handle), input);
    }
}
