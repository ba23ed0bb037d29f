namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>How a pickle of torch names a storage that is kept outside it.</summary>
/// <param name="Key">The storage's name.</param>
/// <param name="Count">Its elements.</param>
internal readonly record struct StorageReference(string Key, long Count)
{
    /// <summary>Finds where a storage's bytes are; null when that is known only later.</summary>
    public delegate StoredBytes? Locating(StorageReference reference, SafetensorsType type);

    /// <summary>
    /// The storage, or the part of one, of <c>('storage', class, key, location, count[, (key, start, count) | None])</c>; an inert object
    /// for anything else, such as the source of a pickled module.
    /// </summary>
    /// <param name="id">What the pickle has.</param>
    /// <param name="storages">Those that were met already, by key.</param>
    /// <param name="locate">Where a new one is.</param>
    public static object Read(object? id, Dictionary<string, TorchStorage> storages, Locating locate)
    {
        if (id is not PickleTuple { Items: ["storage", PickleGlobal type, string key, _, long count, ..] items })
            return new PickleObject("an external object");
        if (TorchGlobals.StorageType(type) is not { } element)
            return new PickleObject(type.ToString());
        if (!storages.TryGetValue(key, out var whole))
        {
            if (count < 0)
                throw new CheckpointFormatException($"the storage '{key}' has {count} elements");
            storages[key] = whole = new TorchStorage(key, element, count);
            whole.Bytes = locate(new StorageReference(key, count), element);
        }
        if (whole.Type != element || whole.Count != count)
            throw new CheckpointFormatException($"the storage '{key}' is {whole.Count} x {whole.Type.Name} and {count} x {element.Name}");
        if (items is not [.., PickleTuple { Items: [string, long start, long part] }])
            return whole;
        if (start < 0 || part < 0 || start > count - part)
            throw new CheckpointFormatException($"the elements {start}..{(Int128)start + part} of the storage '{key}' reach out of its {count}");
        return new TorchStorage(key, element, part, start, whole);
    }
}
