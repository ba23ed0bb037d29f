using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>
/// What <c>torch.save</c> wrote before 1.6: pickles of a magic number, a version, the writer's computer, the object and the keys of its
/// storages, and then each storage as its length and its elements.
/// </summary>
internal static class TorchLegacyFile
{
    private static readonly BigInteger s_magic = BigInteger.Parse("1950A86A20F9469CFC6C", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    private const long Version = 1001;

    /// <summary>The tensors of a file, which stays open.</summary>
    /// <exception cref="CheckpointFormatException">It is no file of torch, or is not sound.</exception>
    public static TorchTensors Open(ByteSource file, bool average)
    {
        var input = new PickleInput(file, 0, file.Length);
        if (PickleReader.Read(input, Unexpected) is not BigInteger magic || magic != s_magic)
            throw new CheckpointFormatException("it is a pickle, but not one that torch.save wrote; load it in Python and save its state dict as safetensors.");
        if (PickleReader.Read(input, Unexpected) is not Version and var version)
            throw new CheckpointFormatException($"it is of version {version} of torch's format, and only {Version} is known.");
        if (PickleReader.Read(input, Unexpected) is PickleDictionary computer && computer.Find("little_endian") is false)
            throw new CheckpointFormatException("its numbers are stored big-endian, and only little-endian ones are read; save it on an ordinary computer.");

        var storages = new Dictionary<string, TorchStorage>();
        var value = PickleReader.Read(input, id => StorageReference.Read(id, storages, (_, _) => null));
        if (PickleReader.Read(input, Unexpected) is not List<object?> keys)
            throw new CheckpointFormatException("the list of its storages is missing.");
        Locate(file, input.Position, keys, storages);
        return new TorchTensors("PyTorch legacy file", file, StateDict.Find(value, average));
    }

    /// <summary>Storages follow each other in the order of the keys, each behind the number of its elements.</summary>
    private static void Locate(ByteSource file, long position, List<object?> keys, Dictionary<string, TorchStorage> storages)
    {
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        foreach (var key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out var storage))
                throw new CheckpointFormatException($"the storage '{key}' is of no tensor, so that where it ends is not known.");
            if (storage.Bytes is not null)
                throw new CheckpointFormatException($"it has the storage '{key}' twice.");
            if (position > file.Length - prefix.Length)
                throw new CheckpointFormatException($"it ends before the storage '{key}'; it may be cut off: fetch it again.");
            file.Read(position, prefix);
            position += prefix.Length;
            var (count, length) = (BinaryPrimitives.ReadInt64LittleEndian(prefix), (Int128)storage.Count * storage.Type.Size);
            if (count != storage.Count)
                throw new CheckpointFormatException($"the storage '{key}' has {count} elements at byte {position}, and {storage.Count} in the pickle.");
            if (length > file.Length - position)
                throw new CheckpointFormatException($"the storage '{key}' claims {length} bytes and {file.Length - position} are left; the file may be cut off: fetch it again.");
            storage.Bytes = new StoredBytes(position, (long)length, (long)length, Deflated: false);
            position += (long)length;
        }
        if (storages.Values.FirstOrDefault(storage => storage.Bytes is null) is { } missing)
            throw new CheckpointFormatException($"the storage '{missing.Key}' is missing in it.");
    }

    private static object? Unexpected(object? id) => throw new CheckpointFormatException("a storage is named where there can be none");
}
