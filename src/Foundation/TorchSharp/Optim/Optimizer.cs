using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Changes parameters by their gradients.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups;

            private protected Optimizer() { }

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            /// <summary>One step; with a closure, after it has computed the loss, which is returned.</summary>
            public virtual Tensor step(Func<Tensor> closure = null) => throw new NotSupportedException($"{GetType().Name} does not say how it steps.");

            /// <summary>Fills the gradients with zeros; the module's method of that name removes them.</summary>
            public virtual void zero_grad()
            {
                foreach (var parameter in parameters()) {
                    using var grad = parameter.grad;
                    grad?.zero_();
                }
            }

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(g => g.Parameters);

            public virtual void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing) { }
        }
    }
}
