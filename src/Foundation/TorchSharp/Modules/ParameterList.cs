using System.Collections;
using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A list of parameters, named by position.</summary>
    public class ParameterList : nn.Module, IList<Parameter>
    {
        private readonly List<Parameter> _list = new();
        private bool _registered;

        public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList)) => _list.AddRange(parameters);

        public Parameter this[int index] { get => _list[index]; set => _list[index] = value; }

        public int Count => _list.Count;

        public bool IsReadOnly => false;

        public void append(params Parameter[] parameters) => extend(parameters);

        public void extend(IEnumerable<Parameter> parameters) => _list.AddRange(parameters);

        public void Add(Parameter item) => _list.Add(item);

        public void Insert(int index, Parameter item) => _list.Insert(index, item);

        public bool Remove(Parameter item) => _list.Remove(item);

        public void RemoveAt(int index) => _list.RemoveAt(index);

        public void Clear() => _list.Clear();

        public bool Contains(Parameter item) => IndexOf(item) >= 0;

        public int IndexOf(Parameter item) => _list.FindIndex(p => ReferenceEquals(p, item));

        public void CopyTo(Parameter[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

        public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) => _list.Select((p, i) => (Name(i), p));

        public override bool has_parameter(string target) => get_parameter(target) is not null;

        public override Parameter get_parameter(string target)
            => int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < _list.Count ? _list[i] : null;

        protected override void RegisterComponents()
        {
            if (_registered) return;
            for (int i = 0; i < _list.Count; i++) register_parameter(Name(i), _list[i]);
            _registered = true;
        }

        private protected override void _toEpilog(ScalarType? dtype, Device device, bool non_blocking)
        {
            for (int i = 0; i < _list.Count; i++) {
                if (!ReplaceParameter(dtype, device, _list[i], out var moved)) continue;
                _list[i].Dispose();
                _list[i] = moved;
                if (_registered) ConditionallyRegisterParameter(Name(i), moved);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_registered) foreach (var parameter in _list) parameter.Dispose();
            base.Dispose(disposing);
        }

        private static string Name(int index) => index.ToString(CultureInfo.InvariantCulture);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ParameterList ParameterList(params Modules.Parameter[] parameters) => new(parameters);
        }
    }
}
