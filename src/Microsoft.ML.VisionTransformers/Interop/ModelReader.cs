namespace Microsoft.ML.VisionTransformers.Interop;

/// <summary>What <see cref="ModelWriter"/> wrote. The context's type, <c>ModelLoadContext</c>, is internal to ML.NET, so it travels as an object.</summary>
internal sealed class ModelReader(object context)
{
    /// <summary>The main stream, right behind its header.</summary>
    public BinaryReader Main => ClosedDoor.Read<BinaryReader>(context, "Reader")!;

    /// <summary>Reads one of the files beside the main stream.</summary>
    /// <exception cref="FormatException">The archive has no such file.</exception>
    public T Load<T>(string name, Func<Stream, T> read)
    {
        T? result = default;
        var found = ClosedDoor.Call(context, "TryLoadBinaryStream", name, (Action<BinaryReader>)(reader => result = read(reader.BaseStream)));
        return found is true ? result! : throw new FormatException($"The model's archive has no '{name}'. It was cut short, or written by something else.");
    }
}
