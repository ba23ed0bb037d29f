namespace TorchSharp;

public static unsafe partial class torch
{
    internal static nint HandleOf(Generator generator) => generator is null ? 0 : generator.Handle;

    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null)
    {
        Unnamed(names);
        fixed (long* p = size.Shape)
            return Tensor.Make(Bridge.random_randint(low, high, p, size.Length, HandleOf(generator), new Options(dtype ?? ScalarType.Int64, device, requires_grad)), generator);
    }

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) => randint(low, high, new Size(size), dtype, device, requires_grad, generator, names);
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) => randint(0, high, new Size(size), dtype, device, requires_grad, generator, names);
    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) => randint(0, high, size, dtype, device, requires_grad, generator, names);
    public static Tensor randint(int low, int high, int[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) => randint(low, high, new Size(size), dtype, device, requires_grad, generator, names);
    public static Tensor randint(int high, int[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null, string[] names = null) => randint(0, high, new Size(size), dtype, device, requires_grad, generator, names);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device device = null, bool requires_grad = false, Generator generator = null)
        => Tensor.Make(Bridge.random_randperm(n, HandleOf(generator), new Options(dtype ?? ScalarType.Int64, device, requires_grad)), generator);

    public static Generator manual_seed(long seed)
    {
        Bridge.Done(Bridge.random_manual_seed(seed));
        return Generator.Default;
    }

    public static long seed() => Generator.Default.seed();
    public static Tensor get_rng_state() => Generator.Default.get_state();
    public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);
        public static long seed() => torch.seed();
        public static long initial_seed() => Generator.Default.initial_seed();
        public static Tensor get_rng_state() => torch.get_rng_state();
        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}
