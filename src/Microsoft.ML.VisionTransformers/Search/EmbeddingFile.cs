using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Search;

/// <summary>
/// An index as a safetensors file: <c>name_ends</c> (I64), <c>vectors</c> (F32, at a cache line) and <c>names</c> (U8). It is written as a stream:
/// no tensor holds millions of vectors.
/// </summary>
internal static class EmbeddingFile
{
    private const string Vectors = "vectors", Names = "names", Ends = "name_ends", SimilarityKey = "similarity";
    private const int CacheLine = 64;

    public static void Write(string path, VectorStore vectors, NameList names) => WholeFile.Write(path, stream =>
    {
        stream.Write(Header(vectors, names));
        var number = new byte[sizeof(long)];
        foreach (var end in names.Ends)
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, end);
            stream.Write(number);
        }
        vectors.Read(bytes => stream.Write(bytes.Span));
        stream.Write(names.Text);
    });

    /// <exception cref="CheckpointFormatException">It is damaged, or no index.</exception>
    public static EmbeddingIndex Read(string path, bool mapped) => CheckpointFormatException.Naming(path, () =>
    {
        using var file = new FileBytes(path);
        var prefix = new byte[Math.Min(8, file.Length)];
        file.Read(0, prefix);
        var json = new byte[SafetensorsHeader.JsonLength(prefix, file.Length)];
        file.Read(8, json);
        var header = SafetensorsHeader.Parse(json, file.Length);
        if (!header.Items.TryGetValue(Vectors, out var vectors) || vectors is not { Type.Name: "F32", Shape: [var rows, > 0 and <= int.MaxValue and var width] }
            || !header.Items.TryGetValue(Names, out var names) || names is not { Type.Name: "U8", Shape: [<= int.MaxValue] }
            || !header.Items.TryGetValue(Ends, out var ends) || ends is not { Type.Name: "I64", Shape: [var named] } || named != rows
            || !Enum.TryParse<EmbeddingSimilarity>(header.Metadata.GetValueOrDefault(SimilarityKey), out var similarity) || !Enum.IsDefined(similarity))
        {
            throw new CheckpointFormatException("it is no index of embeddings, as EmbeddingIndex.Save writes them.");
        }
        var list = ReadNames(file, header.DataStart + names.Begin, (int)names.Shape[0], header.DataStart + ends.Begin, rows);
        var start = header.DataStart + vectors.Begin;
        if (mapped && rows > 0)
            return new EmbeddingIndex(new VectorStore((int)width, similarity, new MappedVectors(path, start, rows)), list);
        var store = new VectorStore((int)width, similarity);
        store.AddStored(rows, target =>
        {
            file.Read(start, target);
            start += target.Length;
        });
        return new EmbeddingIndex(store, list);
    });

    private static NameList ReadNames(FileBytes file, long textStart, int textLength, long endsStart, long count)
    {
        var text = new byte[textLength];
        file.Read(textStart, text);
        var ends = new long[count];
        file.Read(endsStart, MemoryMarshal.AsBytes(ends.AsSpan()));
        try
        {
            return new NameList(text, ends);
        }
        catch (FormatException error)
        {
            throw new CheckpointFormatException(error.Message, error);
        }
    }

    private static byte[] Header(VectorStore vectors, NameList names)
    {
        var (ends, numbers, text) = (vectors.Count * sizeof(long), vectors.Count * vectors.Width * sizeof(float), names.Text.Length);
        var json = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["__metadata__"] = new JsonObject { ["format"] = "pt", [SimilarityKey] = vectors.Similarity.ToString() },
            [Ends] = Item("I64", 0, ends, vectors.Count),
            [Vectors] = Item("F32", ends, ends + numbers, vectors.Count, vectors.Width),
            [Names] = Item("U8", ends + numbers, ends + numbers + text, text),
        });
        // Spaces behind the JSON bring the vectors to a cache line.
        var length = sizeof(long) + json.Length;
        var padding = (int)((CacheLine - (length + ends) % CacheLine) % CacheLine);
        var header = new byte[length + padding];
        BinaryPrimitives.WriteInt64LittleEndian(header, json.Length + padding);
        json.CopyTo(header, sizeof(long));
        header.AsSpan(length).Fill((byte)' ');
        return header;
    }

    private static JsonObject Item(string type, long begin, long end, params long[] shape) => new()
    {
        ["dtype"] = type,
        ["shape"] = new JsonArray([.. shape.Select(side => (JsonNode)side)]),
        ["data_offsets"] = new JsonArray(begin, end),
    };
}
