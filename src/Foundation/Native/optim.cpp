// Optimizer steps: one call for all parameters of a group. The operations and their order are those of libtorch's own optimizers.
#include "bridge.h"
#include <cmath>

// A tensor without a gradient is left alone. `steps` counts per parameter and already includes this step.
BRIDGE_ACTION(optim_adam, (Mutable const* parameters, Ref const* gradients, Mutable const* averages, Mutable const* squares, Mutable const* maxima,
        const int64_t* steps, int64_t count, double rate, double beta1, double beta2, double eps, double decay, int decoupled, int amsgrad, int maximize),
    at::NoGradGuard off;
    for (int64_t i = 0; i < count; i++) {
        at::Tensor& p = *parameters[i];
        at::Tensor g = maximize ? -*gradients[i] : *gradients[i];
        if (decoupled) p.mul_(1 - rate * decay);
        else if (decay != 0) g = g.add(p, decay);
        averages[i]->mul_(beta1).add_(g, 1 - beta1);
        squares[i]->mul_(beta2).addcmul_(g, g, 1 - beta2);
        double correction1 = 1 - std::pow(beta1, (double)steps[i]), correction2 = 1 - std::pow(beta2, (double)steps[i]);
        if (amsgrad) at::maximum_out(*maxima[i], *maxima[i], *squares[i]);
        at::Tensor denominator = ((amsgrad ? *maxima[i] : *squares[i]).sqrt() / std::sqrt(correction2)).add_(eps);
        p.addcdiv_(*averages[i], denominator, -rate / correction1);
    })

// `momenta` holds null where a parameter takes its first step; the caller then gives it a copy of the gradient in `fresh`.
BRIDGE_ACTION(optim_sgd, (Mutable const* parameters, Ref const* gradients, Mutable const* momenta, at::Tensor** fresh, int64_t count,
        double rate, double momentum, double dampening, double decay, int nesterov, int maximize),
    at::NoGradGuard off;
    for (int64_t i = 0; i < count; i++) {
        at::Tensor& p = *parameters[i];
        at::Tensor g = decay != 0 ? gradients[i]->add(p, decay) : *gradients[i];
        if (momentum != 0) {
            at::Tensor buffer;
            if (momenta[i]) buffer = momenta[i]->mul_(momentum).add_(g, 1 - dampening);
            else {
                buffer = g.detach().clone();
                fresh[i] = new at::Tensor(buffer);
            }
            g = nesterov ? g.add(buffer, momentum) : buffer;
        }
        p.add_(g, maximize ? rate : -rate);
    })

// The norm of the norms, read back to the host: infinity means the largest magnitude.
BRIDGE_ACTION(optim_total_norm, (Ref const* gradients, int64_t count, double order, double* out),
    at::NoGradGuard off;
    std::vector<at::Tensor> norms;
    for (int64_t i = 0; i < count; i++)
        norms.push_back((std::isinf(order) ? gradients[i]->abs().max() : at::norm(*gradients[i], order)).to(gradients[0]->device()));
    at::Tensor all = at::stack(norms);
    *out = (std::isinf(order) ? all.max() : at::norm(all, order)).item<double>())
