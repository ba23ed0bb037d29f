namespace TorchSharp;

public static unsafe partial class torch
{
    public class Generator : IDisposable
    {
        private nint handle;

        public Generator(ulong seed = 0, Device device = null)
        {
            this.device = device ?? CPU;
            handle = Bridge.Made(Bridge.generator_new((long)seed, (int)this.device.type, this.device.index));
        }

        private Generator(Device device, nint handle) => (this.device, this.handle) = (device, Bridge.Made(handle));

        ~Generator() => Dispose(false);

        public static Generator Default => new(CPU, Bridge.generator_default((int)DeviceType.CPU, -1));

        public Device device { get; }
        public nint Handle => handle != 0 ? handle : throw new InvalidOperationException("Generator invalid -- empty handle.");

        public Tensor get_state() => Tensor.Make(Bridge.generator_get_state(Handle), this);

        public void set_state(Tensor value)
        {
            Bridge.Done(Bridge.generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
            GC.KeepAlive(this);
        }

        public Generator manual_seed(long seed)
        {
            Bridge.Done(Bridge.generator_set_seed(Handle, seed));
            GC.KeepAlive(this);
            return this;
        }

        public long seed()
        {
            long seed;
            Bridge.Done(Bridge.generator_seed(Handle, &seed));
            GC.KeepAlive(this);
            return seed;
        }

        public long initial_seed()
        {
            long seed;
            Bridge.Done(Bridge.generator_current_seed(Handle, &seed));
            GC.KeepAlive(this);
            return seed;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var released = Interlocked.Exchange(ref handle, 0);
            if (released != 0) Bridge.generator_dispose(released);
        }
    }
}
