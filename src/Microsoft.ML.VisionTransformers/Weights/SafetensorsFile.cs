using System.IO.MemoryMappedFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// A file of named tensors in HuggingFace's safetensors format: eight bytes of header length, a JSON header, raw little-endian data. A
/// file on disk is memory-mapped, so that opening a large one costs nothing and only what is asked for is read.
/// </summary>
internal sealed class SafetensorsFile : ITensorSource
{
    // A stream that doesn't know its length is read in pieces of this size, so that a header's lie costs one piece at most.
    private const int ChunkSize = 1 << 24;

    // One span reaches 2 GB; longer tensors are copied in parts.
    private const long PartSize = 1 << 30;

    private readonly SafetensorsHeader _header;
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly List<byte[]> _chunks = [];

    private SafetensorsFile(SafetensorsHeader header, MemoryMappedFile? map, List<byte[]>? chunks)
    {
        _header = header;
        _map = map;
        _view = header.DataLength > 0 ? map?.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read) : null;
        _chunks = chunks ?? [];
        Entries = header.Items.ToDictionary(pair => pair.Key, pair => new TensorEntry(pair.Value.Type.Name, pair.Value.Shape));
    }

    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>What the writer noted beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <exception cref="InvalidDataException">The file is not sound; nothing of its data has been read.</exception>
    public static SafetensorsFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var header = ReadHeader(stream, stream.Length);
        var map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        return new SafetensorsFile(header, map, null);
    }

    /// <summary>Reads a file out of a stream, such as an entry of a zip; the stream is read to the end of the tensors.</summary>
    /// <exception cref="InvalidDataException">The file is not sound.</exception>
    public static SafetensorsFile Read(Stream stream)
    {
        var header = ReadHeader(stream, stream.CanSeek ? stream.Length - stream.Position : null);
        List<byte[]> chunks = [];
        for (long left = header.DataLength; left > 0; left -= chunks[^1].Length)
        {
            var chunk = new byte[Math.Min(left, ChunkSize)];
            ReadFully(stream, chunk, "data");
            chunks.Add(chunk);
        }
        return new SafetensorsFile(header, null, chunks);
    }

    public Tensor Load(string name)
    {
        var item = _header.Items[name];
        var tensor = empty(item.Shape, item.Type.Torch);
        if (item.Begin == item.End)
            return tensor;
        using var flat = tensor.view(-1);
        var (elements, size) = ((item.End - item.Begin) / item.Type.Size, (long)item.Type.Size);
        for (long done = 0; done < elements;)
        {
            var count = Math.Min(elements - done, PartSize / 8);
            using var part = flat.narrow(0, done, count);
            Fill(item.Type, item.Begin + done * size, (int)(count * size), part.bytes);
            done += count;
        }
        return tensor;
    }

    public void Dispose()
    {
        _view?.Dispose();
        _map?.Dispose();
        _chunks.Clear();
    }

    private void Fill(SafetensorsType type, long offset, int length, Span<byte> target)
    {
        if (type.Widen is null)
        {
            Copy(offset, target);
            return;
        }
        var raw = new byte[length];
        Copy(offset, raw);
        type.Widen(raw, target);
    }

    private unsafe void Copy(long offset, Span<byte> target)
    {
        if (_view is not null)
        {
            byte* start = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            try
            {
                new ReadOnlySpan<byte>(start + _view.PointerOffset + _header.DataStart + offset, target.Length).CopyTo(target);
            }
            finally
            {
                _view.SafeMemoryMappedViewHandle.ReleasePointer();
            }
            return;
        }
        while (target.Length > 0)
        {
            var (chunk, at) = ((int)(offset / ChunkSize), (int)(offset % ChunkSize));
            var piece = _chunks[chunk].AsSpan(at);
            piece = piece[..Math.Min(piece.Length, target.Length)];
            piece.CopyTo(target);
            target = target[piece.Length..];
            offset += piece.Length;
        }
    }

    private static SafetensorsHeader ReadHeader(Stream stream, long? length)
    {
        Span<byte> prefix = stackalloc byte[8];
        ReadFully(stream, prefix, "header");
        var json = new byte[SafetensorsHeader.JsonLength(prefix, length)];
        ReadFully(stream, json, "header");
        return SafetensorsHeader.Parse(json, length);
    }

    private static void ReadFully(Stream stream, Span<byte> target, string what)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
            throw new InvalidDataException($"This is not a sound safetensors file: it ends within its {what}.");
    }
}
