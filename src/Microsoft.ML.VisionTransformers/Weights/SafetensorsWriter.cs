using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>Writes named tensors as a safetensors file.</summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes a file as a whole or not at all.</summary>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
        => WholeFile.Write(path, stream => Write(stream, tensors, metadata));

    public static void Write(
        Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Wide types first, so that every tensor is aligned to its elements; then by name, so that the same weights give the same bytes.
        var items = tensors
            .Select(pair => (Name: pair.Key, Tensor: pair.Value, Type: SafetensorsType.Of(pair.Value.dtype)))
            .OrderByDescending(item => item.Type.Size).ThenBy(item => item.Name, StringComparer.Ordinal).ToList();

        stream.Write(Header(items, metadata));
        foreach (var (_, tensor, _) in items)
        {
            if (tensor.numel() == 0)
                continue;
            using var scope = NewDisposeScope();
            stream.Write(tensor.detach().cpu().contiguous().bytes);
        }
    }

    private static byte[] Header(
        List<(string Name, Tensor Tensor, SafetensorsType Type)> items, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[8]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt"); // What other readers expect of weights for torch.
            foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
                json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (var (name, tensor, type) in items)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", type.Name);
                json.WriteStartArray("shape");
                foreach (var side in tensor.shape)
                    json.WriteNumberValue(side);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.numel() * type.Size);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        var header = buffer.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - 8));
        return header;
    }
}
