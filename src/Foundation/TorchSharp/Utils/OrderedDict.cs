using System.Collections;

namespace TorchSharp.Utils;

/// <summary>A dictionary that is enumerated in the order of insertion; replacing a value keeps its place.</summary>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)>
{
    private readonly List<(TKey, TValue)> _list = new();
    private readonly Dictionary<TKey, TValue> _dict = new();

    public TValue this[TKey key]
    {
        get => _dict[key];
        set {
            if (_dict.ContainsKey(key)) _list[IndexOf(key)] = (key, value);
            else _list.Add((key, value));
            _dict[key] = value;
        }
    }

    public (TKey, TValue) this[int index]
    {
        get => _list[index];
        set {
            _dict.Remove(_list[index].Item1);
            _dict[value.Item1] = value.Item2;
            _list[index] = value;
        }
    }

    public int Count => _list.Count;

    public bool IsReadOnly => false;

    public ICollection<TKey> Keys => _list.Select(e => e.Item1).ToList();

    public ICollection<TValue> Values => _list.Select(e => e.Item2).ToList();

    public IEnumerable<TKey> keys() => Keys;

    public IEnumerable<TValue> values() => Values;

    public IEnumerator<(TKey, TValue)> items() => _list.GetEnumerator();

    public void Add(TKey key, TValue value)
    {
        _dict.Add(key, value);
        _list.Add((key, value));
    }

    public void Add((TKey, TValue) item) => Add(item.Item1, item.Item2);

    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    public void Insert(int index, (TKey, TValue) item)
    {
        _dict.Add(item.Item1, item.Item2);
        _list.Insert(index, item);
    }

    public bool Remove(TKey key)
    {
        if (!_dict.Remove(key)) return false;
        _list.RemoveAt(IndexOf(key));
        return true;
    }

    public bool Remove((TKey, TValue) item) => Contains(item) && Remove(item.Item1);

    public bool Remove(KeyValuePair<TKey, TValue> item) => Contains(item) && Remove(item.Key);

    public void RemoveAt(int index)
    {
        _dict.Remove(_list[index].Item1);
        _list.RemoveAt(index);
    }

    public void Clear()
    {
        _dict.Clear();
        _list.Clear();
    }

    public void clear() => Clear();

    public bool ContainsKey(TKey key) => _dict.ContainsKey(key);

    public bool TryGetValue(TKey key, out TValue value) => _dict.TryGetValue(key, out value);

    public bool Contains((TKey, TValue) item) => _list.Contains(item);

    public bool Contains(KeyValuePair<TKey, TValue> item) => _list.Contains((item.Key, item.Value));

    public int IndexOf((TKey, TValue) item) => _list.IndexOf(item);

    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (var (key, value) in _list) array[arrayIndex++] = new(key, value);
    }

    public IEnumerator<(TKey, TValue)> GetEnumerator() => _list.GetEnumerator();

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator()
        => _list.Select(e => new KeyValuePair<TKey, TValue>(e.Item1, e.Item2)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(TKey key) => _list.FindIndex(e => EqualityComparer<TKey>.Default.Equals(e.Item1, key));
}
