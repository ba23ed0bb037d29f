using System.Buffers.Binary;

namespace Microsoft.ML.VisionTransformers.Weights.MindSpore;

/// <summary>
/// Finds the tensors in a checkpoint of MindSpore (<c>mindspore/ccsrc/utils/checkpoint.proto</c>): a protobuf message of values, each a name
/// (field 1) and a tensor (field 2) of dimensions, type and bytes (fields 1, 2, 3). Values of one name that follow each other are slices of one
/// tensor. Newer versions write a checksum behind it.
/// </summary>
internal static class MindSporeHeader
{
    private const int MaxTensors = 1_000_000;
    private const int MaxName = 1 << 16;
    private const int MaxDimensions = 16;
    private const int ChecksumLength = 17; // "crc_num" and ten bytes

    // Field numbers of the messages.
    private const int Value = 1, Name = 1, Tensor = 2, MapTensor = 3, Dimensions = 1, Type = 2, Content = 3;

    private static readonly Dictionary<string, string> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Bool"] = "BOOL", ["Int8"] = "I8", ["UInt8"] = "U8", ["Int16"] = "I16", ["UInt16"] = "U16", ["Int32"] = "I32", ["UInt32"] = "U32",
        ["Int64"] = "I64", ["UInt64"] = "U64", ["Float16"] = "F16", ["BFloat16"] = "BF16", ["Float32"] = "F32", ["Float64"] = "F64",
    };

    /// <summary>All tensors by name, each with as many bytes as its shape needs.</summary>
    /// <exception cref="CheckpointFormatException">The file is not sound.</exception>
    public static Dictionary<string, MindSporeTensor> Read(ByteSource file)
    {
        Dictionary<string, MindSporeTensor> tensors = [];
        var fields = new ProtobufFields(file, 0, file.Length - TrailerLength(file));
        string? last = null;
        while (fields.Next())
        {
            if (fields.Number != Value || fields.Wire != ProtobufFields.Bytes)
            {
                fields.Skip();
                continue;
            }
            var (offset, length) = fields.PassBytes();
            if (ReadValue(file, offset, offset + length) is not var (name, tensor))
            {
                last = null; // Text, such as a version: no weights.
                continue;
            }
            if (name == last)
                Join(tensors[name], tensor, name);
            else if (tensors.Count == MaxTensors || !tensors.TryAdd(name, tensor))
                throw fields.Bad(tensors.Count == MaxTensors ? $"more than {MaxTensors} tensors" : $"two tensors '{name}'");
            last = name;
        }
        foreach (var (name, tensor) in tensors)
            CheckLength(name, tensor);
        return tensors.ToDictionary(pair => pair.Key, pair => Shaped(pair.Value));
    }

    private static (string Name, MindSporeTensor Tensor)? ReadValue(ByteSource file, long start, long end)
    {
        string? name = null;
        (long Offset, long Length)? body = null;
        var fields = new ProtobufFields(file, start, end);
        while (fields.Next())
        {
            switch (fields.Number, fields.Wire)
            {
                case (Name, ProtobufFields.Bytes):
                    name = fields.ReadText(MaxName);
                    break;
                case (Tensor, ProtobufFields.Bytes):
                    body = fields.PassBytes();
                    break;
                case (MapTensor, _):
                    throw new CheckpointFormatException($"'{name}' is a hash table, which no network here has.");
                default:
                    fields.Skip();
                    break;
            }
        }
        if (name is null || body is not var (offset, length))
            throw fields.Bad("a value has no name or no tensor");
        return ReadTensor(file, offset, offset + length) is { } tensor ? (name, tensor) : null;
    }

    private static MindSporeTensor? ReadTensor(ByteSource file, long start, long end)
    {
        List<long> shape = [];
        string? type = null;
        (long, long)? content = null;
        var fields = new ProtobufFields(file, start, end);
        while (fields.Next())
        {
            switch (fields.Number, fields.Wire)
            {
                case (Dimensions, ProtobufFields.Varint):
                    shape.Add((long)fields.ReadVarint());
                    break;
                case (Dimensions, ProtobufFields.Bytes): // Some writers pack them.
                    var (offset, length) = fields.PassBytes();
                    var packed = new ProtobufFields(file, offset, offset + length);
                    while (packed.More && shape.Count <= MaxDimensions)
                        shape.Add((long)packed.ReadVarint());
                    break;
                case (Type, ProtobufFields.Bytes):
                    type = fields.ReadText(MaxName);
                    break;
                case (Content, ProtobufFields.Bytes):
                    content = fields.PassBytes();
                    break;
                default:
                    fields.Skip();
                    break;
            }
            if (shape.Count > MaxDimensions)
                throw fields.Bad($"a tensor of more than {MaxDimensions} dimensions");
        }
        if (type is null || content is not { } slice)
            throw fields.Bad("a tensor has no type or no bytes");
        if (type == "str")
            return null;
        if (!s_types.TryGetValue(type, out var name) || SafetensorsType.Find(name) is not { } known)
            throw fields.Bad($"a tensor of the type '{type}', which is not read");
        return new MindSporeTensor(known, [.. shape], [slice]);
    }

    private static void Join(MindSporeTensor whole, MindSporeTensor slice, string name)
    {
        if (whole.Type != slice.Type || !whole.Shape.SequenceEqual(slice.Shape))
            throw new CheckpointFormatException($"the slices of '{name}' differ in type or shape.");
        whole.Slices.AddRange(slice.Slices);
    }

    private static void CheckLength(string name, MindSporeTensor tensor)
    {
        Int128 expected = tensor.Type.Size;
        var countable = true;
        foreach (var side in Shaped(tensor).Shape)
        {
            expected *= side;
            countable &= side >= 0 && expected <= long.MaxValue;
        }
        var actual = tensor.Slices.Sum(slice => slice.Length);
        if (!countable || expected != actual || tensor.Slices.Any(slice => slice.Length % tensor.Type.Size != 0))
            throw new CheckpointFormatException($"'{name}' has {actual} bytes, which is not {tensor.Type.Name} [{string.Join(", ", tensor.Shape)}].");
    }

    /// <summary>A single number is written with the shape [0].</summary>
    private static MindSporeTensor Shaped(MindSporeTensor tensor)
        => tensor.Shape is [0] && tensor.Slices.Sum(slice => slice.Length) == tensor.Type.Size ? tensor with { Shape = [] } : tensor;

    private static int TrailerLength(ByteSource file)
    {
        if (file.Length < ChecksumLength)
            return 0;
        Span<byte> sign = stackalloc byte[8];
        file.Read(file.Length - ChecksumLength, sign);
        return BinaryPrimitives.ReadUInt64BigEndian(sign) >> 8 == 0x6372635F6E756D /* crc_num */ ? ChecksumLength : 0;
    }
}
