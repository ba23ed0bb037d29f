namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public bool requires_grad
        {
            get {
                int required;
                Changed(Bridge.grad_requires(Handle, &required));
                return required != 0;
            }
            set => Changed(Bridge.grad_set_requires(Handle, value ? 1 : 0));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public bool is_leaf => Kept(Bridge.grad_is_leaf(Handle) != 0);

        public void retain_grad() => Changed(Bridge.grad_retain(Handle));

        public Tensor grad
        {
            get {
                nint grad;
                Changed(Bridge.grad_get(Handle, &grad));
                return OrNull(grad);
            }
            set => Changed(Bridge.grad_set(Handle, HandleOf(value)), value);
        }

        public Tensor detach() => Make(Bridge.grad_detach(Handle), this);
        public Tensor detach_() => Changed(Bridge.grad_detach_(Handle));

        public void backward() => autograd.Backward([this], null, -1, false, null);

        public void backward(IList<Tensor> grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor> inputs = null)
            => autograd.Backward([this], grad_tensors, retain_graph ? 1 : 0, create_graph, inputs);
    }
}
