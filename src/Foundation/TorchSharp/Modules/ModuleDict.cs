using System.Collections;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules by name, in the order they were added; they are registered once, when the dictionary gets a parent.</summary>
    public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)> where T : nn.Module
    {
        private readonly OrderedDict<string, T> _entries = new();
        private bool _registered;

        public ModuleDict() : base("ModuleDict") { }

        public T this[string key] { get => _entries[key]; set => _entries[key] = value; }

        public (string, T) this[int index] { get => _entries[index]; set => _entries[index] = value; }

        public int Count => _entries.Count;

        public bool IsReadOnly => false;

        public ICollection<string> Keys => _entries.Keys;

        public ICollection<T> Values => _entries.Values;

        public IEnumerable<string> keys() => _entries.keys();

        public IEnumerable<T> values() => _entries.values();

        public IEnumerator<(string, T)> items() => _entries.items();

        public void Add(string key, T value) => _entries.Add(key, value);

        public void Add((string, T) item) => _entries.Add(item);

        public void Add(KeyValuePair<string, T> item) => _entries.Add(item);

        public void Insert(int index, (string, T) item) => _entries.Insert(index, item);

        public bool Remove(string key) => _entries.Remove(key);

        public bool Remove((string, T) item) => _entries.Remove(item);

        public bool Remove(KeyValuePair<string, T> item) => _entries.Remove(item);

        public void RemoveAt(int index) => _entries.RemoveAt(index);

        public void Clear() => _entries.Clear();

        public void clear() => _entries.Clear();

        public bool ContainsKey(string key) => _entries.ContainsKey(key);

        public bool TryGetValue(string key, out T value) => _entries.TryGetValue(key, out value);

        public bool Contains((string, T) item) => _entries.Contains(item);

        public bool Contains(KeyValuePair<string, T> item) => _entries.Contains(item);

        public int IndexOf((string, T) item) => _entries.IndexOf(item);

        public void CopyTo((string, T)[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

        public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

        public IEnumerator<(string, T)> GetEnumerator() => _entries.GetEnumerator();

        IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => ((IEnumerable<KeyValuePair<string, T>>)_entries).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        protected override void RegisterComponents()
        {
            if (_registered) return;
            foreach (var (name, module) in _entries) register_module(name, module);
            _registered = true;
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
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var result = new ModuleDict<T>();
                foreach (var entry in modules) result.Add(entry);
                return result;
            }
        }
    }
}
