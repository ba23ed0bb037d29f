namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The one value, as its kind.</summary>
        internal Number One()
        {
            Number number;
            Changed(Bridge.tensor_item(Handle, &number));
            return number;
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException("Number of elements in the tensor must be 1");
            CheckType<T>();
            T value;
            Changed(Bridge.tensor_read(Handle, (nint)(&value)));
            return value;
        }

        private void CheckType<T>()
        {
            var type = dtype;
            if (!IsElement(typeof(T)) || TypeOf(typeof(T)) != type) throw new ArgumentException($"{typeof(T).Name} is not compatible with {type}");
        }

        private static bool IsElement(Type type) => type == typeof(float) || type == typeof(double) || type == typeof(long) || type == typeof(int) || type == typeof(short)
            || type == typeof(sbyte) || type == typeof(byte) || type == typeof(bool) || type == typeof(Half);

        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            CheckType<T>();
            return new Utils.TensorAccessor<T>(this);
        }

        internal nint DataPointer()
        {
            nint data;
            Changed(Bridge.tensor_data(Handle, &data));
            return data;
        }

        public Span<byte> bytes
        {
            get {
                if (!is_contiguous()) throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                if (device_type != DeviceType.CPU) throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                return new Span<byte>((void*)DataPointer(), checked((int)(NumberOfElements * ElementSize)));
            }
            set {
                if (value.Length != NumberOfElements * ElementSize) throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(bytes);
            }
        }

        public object tolist()
        {
            if (Dimensions == 0) return this.ToScalar();
            var list = new System.Collections.ArrayList();
            foreach (var part in unbind())
                using (part) list.Add(part.tolist());
            return list;
        }

        public string name { get; set; }

        public bool is_nonzero()
        {
            int nonzero;
            Changed(Bridge.op_is_nonzero(Handle, &nonzero));
            return nonzero != 0;
        }

        public float ReadCpuSingle(long i) => data<float>()[i];
        public double ReadCpuDouble(long i) => data<double>()[i];
        public int ReadCpuInt32(long i) => data<int>()[i];
        public long ReadCpuInt64(long i) => data<long>()[i];
        public byte ReadCpuByte(long i) => data<byte>()[i];
        public sbyte ReadCpuSByte(long i) => data<sbyte>()[i];
        public short ReadCpuInt16(long i) => data<short>()[i];
        public bool ReadCpuBool(long i) => data<bool>()[i];

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024) => stream.Write(bytes);

        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024) => stream.ReadExactly(bytes);

        public override bool Equals(object obj)
        {
            if (obj is not Tensor other) return false;
            int same;
            Changed(Bridge.op_equal(Handle, other.Handle, &same), other);
            return same != 0;
        }

        public override int GetHashCode() => base.GetHashCode();

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            int close;
            Changed(Bridge.op_allclose(Handle, target.Handle, rtol, atol, equal_nan ? 1 : 0, &close), target);
            return close != 0;
        }
    }

    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => tensor.allclose(target, rtol, atol, equal_nan);
}
