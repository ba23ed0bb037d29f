using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules one after the other; intermediate results are disposed as soon as the next module has had them.</summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : base(nameof(Sequential))
        {
            foreach (var (name, module) in modules) append(name, module);
        }

        protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules) : base(nameof(Sequential))
        {
            foreach (var module in modules) append(module);
        }

        public int Count => _internal_submodules.Count;

        public nn.IModule<Tensor, Tensor> this[int index] => (nn.IModule<Tensor, Tensor>)_internal_submodules[index].Item2;

        /// <summary>A sequence of some of the same modules, under the same names.</summary>
        public Sequential this[Range index]
        {
            get {
                var (offset, length) = index.GetOffsetAndLength(Count);
                return Part(offset, offset + length);
            }
        }

        public Sequential this[(int? start, int? end) index] => Part(index.start ?? 0, index.end ?? Count);

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            register_module(name, (nn.Module)module);
            return this;
        }

        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

        public override Tensor forward(Tensor tensor)
        {
            if (Count == 0) return tensor.alias();
            var result = this[0].call(tensor);
            for (int i = 1; i < Count; i++) {
                var input = result;
                result = this[i].call(input);
                input.Dispose();
            }
            return result;
        }

        private Sequential Part(int start, int end)
        {
            var part = new Sequential(Array.Empty<nn.Module<Tensor, Tensor>>());
            for (int i = start; i < end; i++) {
                var (name, module) = _internal_submodules[i];
                part.append(name, (nn.IModule<Tensor, Tensor>)module);
            }
            return part;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => new(Array.Empty<Module<Tensor, Tensor>>());

            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);

            public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) => new(modules.Select(m => (m.Item1, m.Item2)).ToArray());

            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new(modules.ToArray());

            public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) => new(modules.Select(m => (m.Item1, m.Item2)).ToArray());

            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules.ToArray());
        }
    }
}
