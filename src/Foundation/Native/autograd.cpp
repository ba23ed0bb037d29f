// Gradients: modes, the backward pass, and functions whose two halves are managed code.
#include "bridge.h"
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>
#include <string>

namespace ta = torch::autograd;

EXPORT int grad_mode_get() { return at::GradMode::is_enabled(); }
EXPORT void grad_mode_set(int on) { at::GradMode::set_enabled(on != 0); }
EXPORT int inference_mode_get() { return c10::InferenceMode::is_enabled(); }
EXPORT void* inference_mode_enter(int on) { return new c10::InferenceMode(on != 0); }
EXPORT void inference_mode_leave(void* guard) { delete (c10::InferenceMode*)guard; }
EXPORT int anomaly_is_enabled() { return ta::AnomalyMode::is_enabled(); }
EXPORT int anomaly_checks_nan() { return ta::AnomalyMode::should_check_nan(); }
EXPORT void anomaly_set(int on, int check_nan) { ta::AnomalyMode::set_enabled(on != 0, check_nan != 0); }

BRIDGE_ACTION(grad_requires, (Ref t, int* out), *out = t->requires_grad())
BRIDGE_ACTION(grad_set_requires, (Mutable t, int on), t->set_requires_grad(on != 0))
EXPORT int grad_is_leaf(Ref t) { return t->is_leaf(); }
BRIDGE_ACTION(grad_retain, (Mutable t), t->retain_grad())
BRIDGE_ACTION(grad_get, (Ref t, at::Tensor** out), *out = hand_over(t->grad()))
BRIDGE_ACTION(grad_set, (Mutable t, Ref grad), t->mutable_grad() = or_undefined(grad))
BRIDGE_TENSOR(grad_detach, (Ref t), t->detach())
BRIDGE_ACTION(grad_detach_, (Mutable t), t->detach_())

// Retaining: 1 yes, 0 no, -1 as the graph is created.
static Optional<bool> retaining(int keep) { return keep < 0 ? Optional<bool>() : Optional<bool>(keep != 0); }
BRIDGE_ACTION(autograd_backward, (Ref const* roots, int64_t n, Ref const* grads, int64_t m, int retain, int create, Ref const* inputs, int64_t k),
    ta::backward(tensors(roots, n), tensors(grads, m), retaining(retain), create != 0, tensors(inputs, k)))
BRIDGE_ACTION(autograd_grad, (Ref const* outputs, int64_t n, Ref const* inputs, int64_t k, Ref const* grads, int64_t m, int retain, int create, int unused, List* out),
    give(out, ta::grad(tensors(outputs, n), tensors(inputs, k), tensors(grads, m), retaining(retain), create != 0, unused != 0)))

namespace {

struct Call;
int (*run_backward)(void* managed, Call* call);
void (*release_managed)(void* managed);

// What a gradient of an output looks like when nobody used that output.
struct Shape { std::vector<int64_t> sizes; at::TensorOptions options; };

struct ManagedFunction : ta::Node {
    void* managed;
    std::string title;
    std::vector<ta::SavedVariable> saved;
    std::vector<Shape> outputs;
    bool materialize = true, released = false;

    ManagedFunction(void* owner, const char* name) : managed(owner), title(name) { }
    ~ManagedFunction() override { release_managed(managed); }
    std::string name() const override { return title; }
    void release_variables() override { saved.clear(); released = true; }
    ta::variable_list apply(ta::variable_list&& grads) override;
};

// One run of a backward half; managed code asks it for its arguments and leaves its results in it.
struct Call {
    ManagedFunction& function;
    ta::variable_list& grads;
    ta::variable_list results;
    std::string error;
};

ta::variable_list ManagedFunction::apply(ta::variable_list&& grads) {
    for (size_t i = 0; i < grads.size() && i < outputs.size(); i++)
        if (materialize && !grads[i].defined()) grads[i] = at::zeros(outputs[i].sizes, outputs[i].options);
    Call call { *this, grads, ta::variable_list(num_outputs()), "" };
    if (run_backward(managed, &call)) throw std::runtime_error(call.error);
    return std::move(call.results);
}

using Function = std::shared_ptr<ManagedFunction>;

}

EXPORT void function_callbacks(int (*backward)(void*, Call*), void (*release)(void*)) { run_backward = backward; release_managed = release; }

// Null in *out when nothing asks for a gradient; then the managed owner stays the caller's. Arguments that are no tensors come as null.
BRIDGE_ACTION(function_begin, (Ref const* inputs, int64_t n, void* managed, const char* name, Function** out),
    *out = nullptr;
    bool wanted = false;
    for (int64_t i = 0; i < n; i++) wanted |= inputs[i] && inputs[i]->requires_grad();
    if (!wanted || !at::GradMode::is_enabled()) return;
    Function f(new ManagedFunction(managed, name), ta::deleteNode);
    ta::edge_list edges;
    for (int64_t i = 0; i < n; i++) edges.push_back(inputs[i] ? ta::impl::gradient_edge(*inputs[i]) : ta::Edge());
    f->set_next_edges(std::move(edges));
    *out = new Function(std::move(f)))

// Makes the outputs results of the function. Role: 0 fresh, 1 an input changed in place, 2 not differentiable.
BRIDGE_ACTION(function_outputs, (Function* f, at::Tensor* const* outputs, const int* roles, int64_t n, int materialize),
    (*f)->materialize = materialize != 0;
    for (int64_t i = 0; i < n; i++) {
        if (!outputs[i] || !outputs[i]->defined()) { (*f)->add_input_metadata(ta::Node::undefined_input()); (*f)->outputs.push_back({ {}, at::TensorOptions() }); continue; }
        at::Tensor& t = *outputs[i];
        (*f)->outputs.push_back({ t.sizes().vec(), t.options() });
        bool smooth = at::isFloatingType(t.scalar_type()) || at::isComplexType(t.scalar_type());
        if (roles[i] == 2 || !smooth) { (*f)->add_input_metadata(ta::Node::undefined_input()); continue; }
        uint32_t nr = (*f)->add_input_metadata(t);
        if (roles[i] == 1) {
            TORCH_CHECK(!(t.is_leaf() && t.requires_grad()), "a leaf Variable that requires grad has been used in an in-place operation.");
            ta::impl::rebase_history(t, ta::Edge(*f, nr));
        } else {
            ta::impl::set_gradient_edge(t, ta::Edge(*f, nr));
        }
    })

BRIDGE_ACTION(function_save, (Function* f, Ref const* items, int64_t n),
    for (int64_t i = 0; i < n; i++) {
        bool own = items[i] && items[i]->grad_fn() == *f;
        (*f)->saved.emplace_back(or_undefined(items[i]), own);
    })

EXPORT void function_end(Function* f) { delete f; }

EXPORT int64_t call_grad_count(Call* c) { return (int64_t)c->grads.size(); }
BRIDGE_ACTION(call_grad, (Call* c, int64_t i, at::Tensor** out), *out = hand_over(c->grads[i]))
EXPORT int64_t call_saved_count(Call* c) { return (int64_t)c->function.saved.size(); }
BRIDGE_ACTION(call_saved, (Call* c, int64_t i, at::Tensor** out), *out = hand_over(c->function.saved[i].unpack(c->function.shared_from_this())))
EXPORT int call_is_released(Call* c) { return c->function.released; }
EXPORT int64_t call_result_count(Call* c) { return (int64_t)c->results.size(); }
BRIDGE_ACTION(call_result, (Call* c, int64_t i, Ref t), c->results[i] = or_undefined(t))
EXPORT void call_error(Call* c, const char* message) { c->error = message; }
