// Random numbers and their generators.
#include "bridge.h"
#include <ATen/CPUGeneratorImpl.h>
#include <mutex>

using Engine = at::Generator;

static at::Generator default_generator(at::Device device) {
    return device.is_cpu() ? at::detail::getDefaultCPUGenerator() : at::globalContext().defaultGenerator(device);
}

EXPORT Engine* generator_default(int device, int index) {
    try { return new Engine(default_generator(at::Device((at::DeviceType)device, (at::DeviceIndex)index))); }
    catch (...) { remember_exception(); return nullptr; }
}
EXPORT Engine* generator_new(int64_t seed, int device, int index) {
    try {
        at::Device d((at::DeviceType)device, (at::DeviceIndex)index);
        Engine g = d.is_cpu() ? at::detail::createCPUGenerator((uint64_t)seed) : default_generator(d).clone();
        if (!d.is_cpu()) g.set_current_seed((uint64_t)seed);
        return new Engine(g);
    } catch (...) { remember_exception(); return nullptr; }
}
EXPORT void generator_dispose(Engine* g) { delete g; }
BRIDGE_ACTION(generator_set_seed, (Engine* g, int64_t seed), std::lock_guard<std::mutex> lock(g->mutex()); g->set_current_seed((uint64_t)seed))
BRIDGE_ACTION(generator_seed, (Engine* g, int64_t* out), std::lock_guard<std::mutex> lock(g->mutex()); *out = (int64_t)g->seed())
BRIDGE_ACTION(generator_current_seed, (Engine* g, int64_t* out), std::lock_guard<std::mutex> lock(g->mutex()); *out = (int64_t)g->current_seed())
BRIDGE_TENSOR(generator_get_state, (Engine* g), g->get_state())
BRIDGE_ACTION(generator_set_state, (Engine* g, Ref state), g->set_state(*state))

// Every device's default generator.
BRIDGE_ACTION(random_manual_seed, (int64_t seed), at::manual_seed((uint64_t)seed))
BRIDGE_ACTION(random_manual_seed_cuda, (int64_t seed, int all),
    int count = cuda_devices();
    for (int i = 0; i < (all ? count : (count ? 1 : 0)); i++) {
        auto g = at::globalContext().defaultGenerator(at::Device(at::kCUDA, (at::DeviceIndex)i));
        std::lock_guard<std::mutex> lock(g.mutex());
        g.set_current_seed((uint64_t)seed);
    })

BRIDGE_TENSOR(random_rand, (const int64_t* s, int n, const Engine* g, Options o), o.finish(at::rand(sizes(s, n), maybe_generator(g), o.value())))
BRIDGE_TENSOR(random_randn, (const int64_t* s, int n, const Engine* g, Options o), o.finish(at::randn(sizes(s, n), maybe_generator(g), o.value())))
BRIDGE_TENSOR(random_randint, (int64_t low, int64_t high, const int64_t* s, int n, const Engine* g, Options o), o.finish(at::randint(low, high, sizes(s, n), maybe_generator(g), o.value())))
BRIDGE_TENSOR(random_randperm, (int64_t n, const Engine* g, Options o), o.finish(at::randperm(n, maybe_generator(g), o.value())))
BRIDGE_TENSOR(random_bernoulli, (Ref t, const Engine* g), at::bernoulli(*t, maybe_generator(g)))
BRIDGE_TENSOR(random_multinomial, (Ref t, int64_t count, int replacement, const Engine* g), at::multinomial(*t, count, replacement != 0, maybe_generator(g)))
BRIDGE_ACTION(random_bernoulli_p_, (Mutable t, double p, const Engine* g), t->bernoulli_(p, maybe_generator(g)))
BRIDGE_ACTION(random_bernoulli_t_, (Mutable t, Ref p, const Engine* g), t->bernoulli_(*p, maybe_generator(g)))
BRIDGE_ACTION(random_normal_, (Mutable t, double mean, double std, const Engine* g), t->normal_(mean, std, maybe_generator(g)))
BRIDGE_ACTION(random_uniform_, (Mutable t, double from, double to, const Engine* g), t->uniform_(from, to, maybe_generator(g)))
BRIDGE_ACTION(random_exponential_, (Mutable t, double lambda, const Engine* g), t->exponential_(lambda, maybe_generator(g)))
BRIDGE_ACTION(random_random_, (Mutable t, int64_t from, int64_t to, const Engine* g), t->random_(from, to, maybe_generator(g)))
BRIDGE_ACTION(random_log_normal_, (Mutable t, double mean, double std, const Engine* g), t->log_normal_(mean, std, maybe_generator(g)))
BRIDGE_ACTION(random_geometric_, (Mutable t, double p, const Engine* g), t->geometric_(p, maybe_generator(g)))
BRIDGE_ACTION(random_cauchy_, (Mutable t, double median, double sigma, const Engine* g), t->cauchy_(median, sigma, maybe_generator(g)))
BRIDGE_TENSOR(random_poisson, (Ref t, const Engine* g), at::poisson(*t, maybe_generator(g)))
BRIDGE_TENSOR(random_normal, (Ref mean, Ref std, const Engine* g), at::normal(*mean, *std, maybe_generator(g)))
BRIDGE_TENSOR(random_randint_like, (Ref t, int64_t low, int64_t high, Options o), o.finish(at::randint_like(*t, low, high, o.value())))
