namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class autograd
    {
        internal static void Backward(IList<Tensor> tensors, IList<Tensor> grads, int retain, bool create, IList<Tensor> inputs)
        {
            var (roots, given, leaves) = (Tensor.Handles(tensors), Tensor.Handles(grads), Tensor.Handles(inputs));
            fixed (nint* r = roots, g = given, l = leaves)
                Bridge.Done(Bridge.autograd_backward(r, roots.Length, g, given.Length, retain, create ? 1 : 0, l, leaves.Length));
            GC.KeepAlive(tensors);
            GC.KeepAlive(grads);
            GC.KeepAlive(inputs);
        }

        private static int Retain(bool? retain_graph) => retain_graph.HasValue ? retain_graph.Value ? 1 : 0 : -1;

        public static void backward(IList<Tensor> tensors, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null)
            => Backward(tensors, grad_tensors, Retain(retain_graph), create_graph, inputs);

        public static void backward(Tensor tensor, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null)
            => Backward([tensor], grad_tensors, Retain(retain_graph), create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null)
            => Backward([tensor], grad_tensor is null ? null : [grad_tensor], Retain(retain_graph), create_graph, inputs);

        /// <summary>As in the real one, creating a graph of the gradients does not by itself keep the graph it came from.</summary>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor> grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var (roots, leaves, given) = (Tensor.Handles(outputs), Tensor.Handles(inputs), Tensor.Handles(grad_outputs));
            NativeList list;
            fixed (nint* r = roots, l = leaves, g = given)
                Bridge.Done(Bridge.autograd_grad(r, roots.Length, l, leaves.Length, g, given.Length, retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, &list));
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Bridge.Take(list);
        }

        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);
        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);
    }
}
