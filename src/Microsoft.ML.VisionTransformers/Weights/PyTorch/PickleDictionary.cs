namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>A dictionary of Python in its order. Keys that are no text are counted and left out: no tensor is found by them.</summary>
internal sealed class PickleDictionary
{
    private readonly Dictionary<string, int> _places = [];
    private readonly List<KeyValuePair<string, object?>> _items = [];

    public IReadOnlyList<KeyValuePair<string, object?>> Items => _items;

    /// <summary>Items under numbers and other keys.</summary>
    public int Others { get; private set; }

    public void Set(object? key, object? value)
    {
        if (key is not string name)
        {
            Others++;
            return;
        }
        if (_places.TryAdd(name, _items.Count))
            _items.Add(new(name, value));
        else
            _items[_places[name]] = new(name, value);
    }

    public object? Find(string name) => _places.TryGetValue(name, out var place) ? _items[place].Value : null;
}
