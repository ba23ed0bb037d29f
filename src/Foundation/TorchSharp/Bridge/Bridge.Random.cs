using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Bridge
{
    [DllImport(Library)] internal static extern nint generator_default(int device, int index);
    [DllImport(Library)] internal static extern nint generator_new(long seed, int device, int index);
    [DllImport(Library)] internal static extern void generator_dispose(nint g);
    [DllImport(Library)] internal static extern int generator_set_seed(nint g, long seed);
    [DllImport(Library)] internal static extern int generator_seed(nint g, long* @out);
    [DllImport(Library)] internal static extern int generator_current_seed(nint g, long* @out);
    [DllImport(Library)] internal static extern nint generator_get_state(nint g);
    [DllImport(Library)] internal static extern int generator_set_state(nint g, nint state);
    [DllImport(Library)] internal static extern int random_manual_seed(long seed);
    [DllImport(Library)] internal static extern int random_manual_seed_cuda(long seed, int all);
    [DllImport(Library)] internal static extern nint random_rand(long* s, int n, nint g, Options o);
    [DllImport(Library)] internal static extern nint random_randn(long* s, int n, nint g, Options o);
    [DllImport(Library)] internal static extern nint random_randint(long low, long high, long* s, int n, nint g, Options o);
    [DllImport(Library)] internal static extern nint random_randperm(long n, nint g, Options o);
    [DllImport(Library)] internal static extern nint random_bernoulli(nint t, nint g);
    [DllImport(Library)] internal static extern nint random_multinomial(nint t, long count, int replacement, nint g);
    [DllImport(Library)] internal static extern int random_bernoulli_p_(nint t, double p, nint g);
    [DllImport(Library)] internal static extern int random_bernoulli_t_(nint t, nint p, nint g);
    [DllImport(Library)] internal static extern int random_normal_(nint t, double mean, double std, nint g);
    [DllImport(Library)] internal static extern int random_uniform_(nint t, double from, double to, nint g);
    [DllImport(Library)] internal static extern int random_exponential_(nint t, double lambda, nint g);
    [DllImport(Library)] internal static extern int random_random_(nint t, long from, long to, nint g);
    [DllImport(Library)] internal static extern int random_log_normal_(nint t, double mean, double std, nint g);
    [DllImport(Library)] internal static extern int random_geometric_(nint t, double p, nint g);
    [DllImport(Library)] internal static extern int random_cauchy_(nint t, double median, double sigma, nint g);
    [DllImport(Library)] internal static extern nint random_poisson(nint t, nint g);
    [DllImport(Library)] internal static extern nint random_normal(nint mean, nint std, nint g);
    [DllImport(Library)] internal static extern nint random_randint_like(nint t, long low, long high, Options o);
}
