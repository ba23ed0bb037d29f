using System.Collections;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Parameters by name, in the order they were added.</summary>
    public class ParameterDict : nn.Module, IDictionary<string, Parameter>, IList<(string, Parameter)>
    {
        private readonly OrderedDict<string, Parameter> _entries = new();
        private bool _registered;

        public ParameterDict() : base("ParameterDict") { }

        public Parameter this[string key] { get => _entries[key]; set => _entries[key] = value; }

        public (string, Parameter) this[int index] { get => _entries[index]; set => _entries[index] = value; }

        public int Count => _entries.Count;

        public bool IsReadOnly => false;

        public ICollection<string> Keys => _entries.Keys;

        public ICollection<Parameter> Values => _entries.Values;

        public IEnumerable<string> keys() => _entries.keys();

        public IEnumerable<Parameter> values() => _entries.values();

        public IEnumerator<(string, Parameter)> items() => _entries.items();

        public void Add(string key, Parameter value) => _entries.Add(key, value);

        public void Add((string, Parameter) item) => _entries.Add(item);

        public void Add(KeyValuePair<string, Parameter> item) => _entries.Add(item);

        public void Insert(int index, (string, Parameter) item) => _entries.Insert(index, item);

        public bool Remove(string key) => _entries.Remove(key);

        public bool Remove((string, Parameter) item) => _entries.Remove(item);

        public bool Remove(KeyValuePair<string, Parameter> item) => _entries.Remove(item);

        public void RemoveAt(int index) => _entries.RemoveAt(index);

        public void Clear() => _entries.Clear();

        public void clear() => _entries.Clear();

        public bool ContainsKey(string key) => _entries.ContainsKey(key);

        public bool TryGetValue(string key, out Parameter value) => _entries.TryGetValue(key, out value);

        public bool Contains((string, Parameter) item) => _entries.Contains(item);

        public bool Contains(KeyValuePair<string, Parameter> item) => _entries.Contains(item);

        public int IndexOf((string, Parameter) item) => _entries.IndexOf(item);

        public void CopyTo((string, Parameter)[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

        public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

        public IEnumerator<(string, Parameter)> GetEnumerator() => _entries.GetEnumerator();

        IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() => ((IEnumerable<KeyValuePair<string, Parameter>>)_entries).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse) => _entries;

        public override bool has_parameter(string target) => _entries.ContainsKey(target);

        public override Parameter get_parameter(string target) => _entries.TryGetValue(target, out var parameter) ? parameter : null;

        protected override void RegisterComponents()
        {
            if (_registered) return;
            foreach (var (name, parameter) in _entries) register_parameter(name, parameter);
            _registered = true;
        }

        protected override void _toEpilog(ScalarType? dtype, Device device, bool non_blocking)
        {
            foreach (var (name, parameter) in ((IEnumerable<(string, Parameter)>)_entries).ToList()) {
                if (!ReplaceParameter(dtype, device, parameter, out var moved)) continue;
                parameter.Dispose();
                _entries[name] = moved;
                if (_registered) ConditionallyRegisterParameter(name, moved);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_registered) foreach (var entry in _entries.Values) entry.Dispose();
            base.Dispose(disposing);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ParameterDict ParameterDict(params (string, Modules.Parameter)[] parameters)
            {
                var result = new ParameterDict();
                foreach (var entry in parameters) result.Add(entry);
                return result;
            }
        }
    }
}
