namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor T => Make(Bridge.shape_numpy_T(Handle), this);
        public Tensor mT => Make(Bridge.shape_mT(Handle), this);
        public Tensor mH => Make(Bridge.shape_mH(Handle), this);

        private Tensor Rotated(long k, (long, long) dims)
        {
            var plane = stackalloc long[2] { dims.Item1, dims.Item2 };
            return Make(Bridge.shape_rot90(Handle, k, plane, 2), this);
        }

        private long[] LastDimensions(long count) => Enumerable.Range(0, (int)count).Select(d => Dimensions - count + d).ToArray();
        private static long[] FirstDimensions(long count) => Enumerable.Range(0, (int)count).Select(d => (long)d).ToArray();

        /// <summary>The tensor in the wanted type; the raw one goes.</summary>
        private static Tensor Cast(Tensor raw, ScalarType? type)
        {
            if (type is null || raw.dtype == type.Value) return raw;
            var cast = raw.to_type(type.Value);
            raw.Dispose();
            return cast;
        }

        private static Tensor Into(Tensor target, Tensor result)
        {
            if (target is null) return result;
            using (result) return target.set_(result);
        }

        private static Tensor Dropped(nint handle)
        {
            OrNull(handle)?.Dispose();
            return null;
        }
    }
}
