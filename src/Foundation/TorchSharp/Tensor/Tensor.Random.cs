namespace TorchSharp;

public static partial class torch
{
    // Random values in place.
    public partial class Tensor
    {
        public Tensor bernoulli(Generator generator = null) => Make(Bridge.random_bernoulli(Handle, HandleOf(generator)), this, generator);
        public Tensor multinomial(long num_samples, bool replacement = false, Generator generator = null) => Make(Bridge.random_multinomial(Handle, num_samples, replacement ? 1 : 0, HandleOf(generator)), this, generator);
        public Tensor bernoulli_(double p = 0.5d, Generator generator = null) => Changed(Bridge.random_bernoulli_p_(Handle, p, HandleOf(generator)), generator);
        public Tensor bernoulli_(Tensor p, Generator generator = null) => Changed(Bridge.random_bernoulli_t_(Handle, p.Handle, HandleOf(generator)), p, generator);
        public Tensor normal_(double mean = 0d, double std = 1d, Generator generator = null) => Changed(Bridge.random_normal_(Handle, mean, std, HandleOf(generator)), generator);
        public Tensor uniform_(double from, double to, Generator generator = null) => Changed(Bridge.random_uniform_(Handle, from, to, HandleOf(generator)), generator);
        public Tensor exponential_(double lambda = 1d, Generator generator = null) => Changed(Bridge.random_exponential_(Handle, lambda, HandleOf(generator)), generator);
        public Tensor random_(double from, double to, Generator generator = null) => Changed(Bridge.random_random_(Handle, (long)from, (long)to, HandleOf(generator)), generator);
        public Tensor log_normal_(double mean = 0d, double std = 1d, Generator generator = null) => Changed(Bridge.random_log_normal_(Handle, mean, std, HandleOf(generator)), generator);
        public Tensor geometric_(double p, Generator generator = null) => Changed(Bridge.random_geometric_(Handle, p, HandleOf(generator)), generator);
        public Tensor cauchy_(double median = 0d, double sigma = 1d, Generator generator = null) => Changed(Bridge.random_cauchy_(Handle, median, sigma, HandleOf(generator)), generator);
        public Tensor poisson(Generator generator = null) => Make(Bridge.random_poisson(Handle, HandleOf(generator)), this, generator);
        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device device = null, bool requires_grad = false) => Make(Bridge.random_randint_like(Handle, low, high, new Options(dtype, device, requires_grad, keep: true)), this);
    }
}
