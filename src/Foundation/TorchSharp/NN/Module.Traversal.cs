using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Parameters with their dotted names, own ones first; one that is used in several places appears once.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<nint> { 0 };
                foreach (var (name, parameter) in _internal_params)
                    if (seen.Add(HandleOrZero(parameter))) yield return (name, parameter);
                if (!recurse) yield break;
                foreach (var (child, module) in _internal_submodules)
                    foreach (var (name, parameter) in module.named_parameters(true))
                        if (seen.Add(HandleOrZero(parameter))) yield return ($"{child}.{name}", parameter);
            }

            /// <summary>
            /// Persistent buffers with their dotted names. TorchSharp leaves the others out whatever
            /// <paramref name="include_nonpersistent"/> says, so that they stay behind when a module is moved; so does this.
            /// </summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<nint> { 0 };
                foreach (var (name, (buffer, persistent)) in _internal_buffers)
                    if (persistent && seen.Add(HandleOrZero(buffer))) yield return (name, buffer);
                if (!recurse) yield break;
                foreach (var (child, module) in _internal_submodules)
                    foreach (var (name, buffer) in module.named_buffers(true, include_nonpersistent))
                        if (seen.Add(HandleOrZero(buffer))) yield return ($"{child}.{name}", buffer);
            }

            public virtual IEnumerable<(string name, Module module)> named_children() => _internal_submodules;

            /// <summary>All modules below this one, level by level within each child; this one is not among them.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var entry in _internal_submodules) yield return entry;
                foreach (var (child, module) in _internal_submodules)
                    foreach (var (name, inner) in module.named_modules()) yield return ($"{child}.{name}", inner);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) => named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            public virtual IEnumerable<Module> children() => named_children().Select(c => c.module);

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            public virtual bool has_parameter(string target) => _internal_params.ContainsKey(target) || Below(target, (child, rest) => child.has_parameter(rest));

            public virtual bool has_buffer(string target) => _internal_buffers.ContainsKey(target) || Below(target, (child, rest) => child.has_buffer(rest));

            /// <summary>The parameter of that dotted name, or null.</summary>
            public virtual Parameter get_parameter(string target)
            {
                if (target is null) throw new ArgumentNullException(nameof(target));
                if (_internal_params.TryGetValue(target, out var parameter)) return parameter;
                Below(target, (child, rest) => (parameter = child.get_parameter(rest)) is not null);
                return parameter;
            }

            /// <summary>The buffer of that dotted name, persistent or not, or null.</summary>
            public virtual Tensor get_buffer(string target)
            {
                if (target is null) throw new ArgumentNullException(nameof(target));
                if (_internal_buffers.TryGetValue(target, out var entry)) return entry.Item1;
                Tensor buffer = null;
                Below(target, (child, rest) => (buffer = child.get_buffer(rest)) is not null);
                return buffer;
            }

            // Disposed tensors are passed over.
            private static nint HandleOrZero(Tensor tensor) => tensor.IsInvalid ? 0 : tensor.Handle;

            private bool Below(string target, Func<Module, string, bool> look)
            {
                int dot = target.IndexOf('.');
                if (dot < 0) return false;
                var head = target[..dot];
                return named_children().Any(c => c.name == head && look(c.module, target[(dot + 1)..]));
            }
        }
    }
}
