using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private bool _componentsRegistered;

            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid) throw new ArgumentNullException(nameof(param), $"No parameter was given for the name '{name}'.");
                if (_internal_params.ContainsKey(name)) throw new InvalidOperationException($"The module has a parameter '{name}' already.");
                _internal_params.Add(name, param);
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid) throw new ArgumentNullException(nameof(tensor), $"No tensor was given for the name '{name}'.");
                if (_internal_buffers.ContainsKey(name)) throw new InvalidOperationException($"The module has a buffer '{name}' already.");
                _internal_buffers.Add(name, (tensor, persistent));
            }

            /// <summary>Adds a child; null takes the child of that name away.</summary>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null) {
                    if (_internal_submodules.ContainsKey(name)) _internal_submodules.Remove(name);
                    return;
                }
                if (name.Contains('.')) throw new ArgumentException($"A module's name must not contain a dot: '{name}'.", nameof(name));
                if (name.Length == 0) throw new ArgumentException("A module's name must not be empty.", nameof(name));
                if (_internal_submodules.ContainsKey(name)) throw new InvalidOperationException($"The module has a child '{name}' already.");
                // A list or dictionary of modules registers its members only now that it has a parent.
                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            protected void ConditionallyRegisterParameter(string name, Tensor value) => ConditionallyRegisterParameter(name, value as Parameter);

            /// <summary>Registers, replaces or (null) takes away the parameter of that name.</summary>
            private protected void ConditionallyRegisterParameter(string name, Parameter value)
            {
                if (value is not null) _internal_params[name] = value;
                else if (_internal_params.ContainsKey(name)) _internal_params.Remove(name);
            }

            protected void ConditionallyRegisterBuffer(string name, Tensor value, bool persistent = true)
            {
                if (value is not null) _internal_buffers[name] = (value, persistent);
                else if (_internal_buffers.ContainsKey(name)) _internal_buffers.Remove(name);
            }

            protected void ClearModules() => _internal_submodules.clear();

            /// <summary>
            /// Registers every field that holds a module, a parameter or a tensor under the field's name, or the one its
            /// <see cref="Utils.ComponentNameAttribute"/> gives. Names that are taken are left alone; a second call does nothing.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_componentsRegistered) return;
                foreach (var field in ComponentFields(GetType())) {
                    var component = field.ComponentName();
                    if (_internal_submodules.ContainsKey(component) || _internal_params.ContainsKey(component) || _internal_buffers.ContainsKey(component)) continue;
                    switch (field.GetValue(this)) {
                        case Module module: register_module(component, module); break;
                        case Parameter parameter: register_parameter(component, parameter); break;
                        case Tensor tensor: register_buffer(component, tensor); break;
                    }
                }
                _componentsRegistered = true;
            }

            /// <summary>Fields of the type and then of its bases; one hidden by a field of the same name is left out.</summary>
            private static IEnumerable<FieldInfo> ComponentFields(Type type)
            {
                var seen = new HashSet<string>();
                for (var t = type; t is not null && t != typeof(Module); t = t.BaseType)
                    foreach (var field in t.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
                        if (field.DeclaringType != typeof(Module) && seen.Add(field.Name)) yield return field;
            }

            /// <summary>What a layer's `weight` or `bias` property reads: its parameters live in the register only.</summary>
            private protected Parameter RegisteredParameter(string name) => _internal_params.TryGetValue(name, out var parameter) ? parameter : null;

            private protected Tensor RegisteredBuffer(string name) => _internal_buffers.TryGetValue(name, out var entry) ? entry.Item1 : null;

            /// <summary>Replaces a layer's own parameter: the old one is disposed, the new one outlives the scope it was made in.</summary>
            private protected void ReplaceRegistered(string name, Parameter value)
            {
                var old = RegisteredParameter(name);
                if (ReferenceEquals(old, value)) return;
                ConditionallyRegisterParameter(name, (Parameter)value?.DetachFromDisposeScope());
                old?.Dispose();
            }

            private protected void ReplaceRegistered(string name, Tensor value)
            {
                var old = RegisteredBuffer(name);
                if (ReferenceEquals(old, value)) return;
                ConditionallyRegisterBuffer(name, value?.DetachFromDisposeScope());
                old?.Dispose();
            }
        }
    }
}
