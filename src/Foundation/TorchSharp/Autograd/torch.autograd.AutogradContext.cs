namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// What the forward half of a function leaves for its backward half. Tensors go through save_for_backward: libtorch
        /// keeps those with the graph, frees them with it, and notices when one was changed in between.
        /// </summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> data = [];

            internal AutogradContext() { }

            internal List<Tensor> ToSave = [], Dirty = [], NonDifferentiable = [];

            /// <summary>The running backward call, while there is one.</summary>
            [ThreadStatic] internal static nint Call;

            public bool MaterializeGrads { get; private set; } = true;

            public void set_materialize_grads(bool value) => MaterializeGrads = value;
            public void save_for_backward(List<Tensor> tensors) => ToSave = tensors;
            public void mark_dirty(List<Tensor> tensors) => Dirty = tensors;
            public void mark_non_differentiable(List<Tensor> tensors) => NonDifferentiable = tensors;
            public void save_data(string key, object value) => data[key] = value;
            public object get_data(string key) => data[key];

            /// <summary>In the backward half; before it, what the forward half saved.</summary>
            public unsafe List<Tensor> get_saved_variables()
            {
                if (Call == 0) return ToSave;
                if (Bridge.call_is_released(Call) != 0)
                    throw new InvalidOperationException("Trying to backward through the graph a second time: saved tensors have already been freed. Specify retain_graph: true in the first pass.");
                var saved = new List<Tensor>();
                var count = Bridge.call_saved_count(Call);
                for (var i = 0L; i < count; i++) {
                    nint handle;
                    Bridge.Done(Bridge.call_saved(Call, i, &handle));
                    saved.Add(Tensor.OrNull(handle));
                }
                return saved;
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing) => data.Clear();
        }
    }
}
