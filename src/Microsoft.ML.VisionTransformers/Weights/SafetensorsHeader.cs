using System.Buffers.Binary;
using System.Text.Json;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// The JSON at the head of a safetensors file, checked against the size of the file before anything is allocated from it: every range is
/// inside the file, fits its shape, and together they cover the data without gap or overlap.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>A quarter of the reference implementation's limit; the headers of vision models stay below a hundredth of it.</summary>
    public const int MaxLength = 25_000_000;

    // A tensor takes a kilobyte while it is read, and may take fifty bytes in a header that means harm.
    private const int MaxTensors = 30_000;

    // torch's own limit.
    private const int MaxSides = 64;

    private SafetensorsHeader(long dataStart)
    {
        DataStart = dataStart;
    }

    /// <summary>Where one tensor's bytes are, counted from <see cref="DataStart"/>.</summary>
    public sealed record Item(SafetensorsType Type, long[] Shape, long Begin, long End);

    public Dictionary<string, Item> Items { get; } = [];

    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Where the data begins in the file.</summary>
    public long DataStart { get; }

    public long DataLength { get; private set; }

    /// <summary>The header of a whole file.</summary>
    /// <exception cref="CheckpointFormatException">The file is not sound; nothing of its data has been read.</exception>
    public static SafetensorsHeader Read(ByteSource file)
    {
        var prefix = new byte[Math.Min(8, file.Length)];
        file.Read(0, prefix);
        var json = new byte[JsonLength(prefix, file.Length)];
        file.Read(8, json);
        return Parse(json, file.Length);
    }

    /// <summary>The length of the JSON from the eight bytes before it, refused when it cannot be.</summary>
    public static int JsonLength(ReadOnlySpan<byte> prefix, long? fileLength)
    {
        if (prefix.Length < 8)
            throw Bad("it is shorter than the 8 bytes of a header's length");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxLength || (fileLength is { } total && length > (ulong)(total - 8)))
            throw Bad($"its header claims {length} bytes");
        return (int)length;
    }

    /// <param name="json">The header's bytes.</param>
    /// <param name="fileLength">Length of the whole file; null when it comes from a stream that doesn't tell.</param>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long? fileLength)
    {
        var header = new SafetensorsHeader(8 + json.Length);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            Expect(ref reader, JsonTokenType.StartObject);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                if (name == "__metadata__")
                    header.ReadMetadata(ref reader);
                else if (!header.Items.TryAdd(name, ReadItem(ref reader, name)))
                    throw Bad($"it names the tensor '{name}' twice");
                else if (header.Items.Count > MaxTensors)
                    throw Bad($"it names more than {MaxTensors} tensors");
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException and not CheckpointFormatException)
        {
            throw Bad($"its header is not the JSON of a safetensors file ({error.Message})");
        }
        header.CheckCoverage(fileLength is { } total ? total - header.DataStart : null);
        return header;
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String);
            Metadata[key] = reader.GetString()!;
            if (Metadata.Count > MaxTensors)
                throw Bad($"it has more than {MaxTensors} notes");
        }
    }

    private static Item ReadItem(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        SafetensorsType? type = null;
        long[]? shape = null, range = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            switch (reader.GetString())
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String);
                    type = SafetensorsType.Find(reader.GetString()!) ?? throw Bad($"'{name}' has the unknown type {reader.GetString()}");
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader);
                    break;
                case "data_offsets":
                    range = ReadNumbers(ref reader);
                    break;
                case { } other:
                    throw Bad($"'{name}' has the unknown property '{other}'");
            }
        }
        if (type is null || shape is null || range is not [var begin, var end])
            throw Bad($"'{name}' lacks a type, a shape or a range");
        if (ByteCount(shape, type.Size) is not { } bytes || begin < 0 || end < begin || end - begin != bytes)
            throw Bad($"the range {begin}..{end} of '{name}' is not that of {type.Name} [{string.Join(", ", shape)}]");
        return new Item(type, shape, begin, end);
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        List<long> numbers = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            numbers.Add(reader.GetInt64());
            if (numbers.Count > MaxSides)
                throw Bad($"a shape has more than {MaxSides} sides");
        }
        if (reader.TokenType != JsonTokenType.EndArray)
            throw Bad("a shape or range holds something else than numbers");
        return [.. numbers];
    }

    /// <summary>Null when a side is negative or the product overflows.</summary>
    private static long? ByteCount(long[] shape, int size)
    {
        long count = size;
        foreach (var side in shape)
        {
            if (side < 0 || (Int128)count * side > long.MaxValue)
                return null;
            count *= side;
        }
        return count;
    }

    private void CheckCoverage(long? dataLength)
    {
        long end = 0;
        foreach (var (name, item) in Items.OrderBy(pair => pair.Value.Begin).ThenBy(pair => pair.Value.End))
        {
            if (item.Begin != end)
                throw Bad($"the data of '{name}' begins at {item.Begin} instead of {end}");
            end = item.End;
        }
        if (dataLength is { } length && length != end)
            throw Bad($"its header describes {end} bytes of data, and it holds {length}");
        DataLength = end;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw Bad($"its header has {reader.TokenType} where {token} belongs");
    }

    private static CheckpointFormatException Bad(string what) => new($"it is no sound safetensors file: {what}.");
}
