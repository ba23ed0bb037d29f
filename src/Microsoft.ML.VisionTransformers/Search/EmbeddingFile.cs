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

    /// <exception cref="IOException">It cannot be written; what was there before is still whole.</exception>
    public static void Write(string path, VectorStore vectors, NameList names)
    {
        var written = false;
        try
        {
            WholeFile.Write(path, stream =>
            {
                Write(stream, vectors, names);
                written = true;
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && written && vectors.IsMappedFrom(path))
        {
            throw new IOException($"The index cannot replace '{path}', from which its vectors are read; Windows replaces no file that is mapped. "
                + $"Load it with memoryMapped: false, or save it under another name. {e.Message}", e);
        }
    }

    /// <exception cref="CheckpointFormatException">It is damaged, or no index.</exception>
    public static EmbeddingIndex Read(string path, bool mapped) => CheckpointFormatException.Naming(path, () =>
    {
        // Opened once: what is mapped is what was checked, whatever is put in its place meanwhile.
        var file = new FileBytes(path);
        var isKept = false;
        try
        {
            return Read(file, mapped, out isKept);
        }
        finally
        {
            if (!isKept)
                file.Dispose();
        }
    });

    private static void Write(Stream stream, VectorStore vectors, NameList names)
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
    }

    private static EmbeddingIndex Read(FileBytes file, bool mapped, out bool isKept)
    {
        isKept = false;
        var header = SafetensorsHeader.Read(file);
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
        {
            var kept = new MappedVectors(file, start, rows, (int)width);
            isKept = true;
            return new EmbeddingIndex(new VectorStore((int)width, similarity, kept), list);
        }
        var store = new VectorStore((int)width, similarity);
        store.AddStored(rows, target =>
        {
            file.Read(start, target);
            start += target.Length;
        });
        return new EmbeddingIndex(store, list);
    }

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
