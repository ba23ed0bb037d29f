using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>
/// The first 256 bytes of a model stream: where the model, its strings and the loader's assembly name lie, and the signatures by
/// which the loader is found. What is between the model and the strings belongs to the component.
/// </summary>
internal sealed class ModelHeader
{
    public const int Size = 256;

    private const ulong Magic = 0x4C45444F4D004C4DUL; // "ML", 0, "MODEL"
    private const ulong TailMagic = 0x4D4C004D4F44454CUL; // the same from behind
    private const uint Written = 0x00010002; // with the loader's assembly name
    private const uint OldestReadable = 0x00010001;

    public long ModelStart { get; private set; }
    public long ModelSize { get; set; }
    public string[] Strings { get; private set; } = [];
    public string ModelSignature { get; set; }
    public uint ModelVerWritten { get; set; }
    public uint ModelVerReadable { get; set; }
    public string LoaderSignature { get; set; }
    public string LoaderSignatureAlt { get; set; }
    public string LoaderAssemblyName { get; set; }

    /// <summary>The header goes in front of what was written after <paramref name="start"/>; strings and names behind it.</summary>
    public void Write(BinaryWriter writer, long start, IReadOnlyCollection<string> strings)
    {
        ModelSize = writer.BaseStream.Position - start - Size;
        var tableStart = writer.BaseStream.Position;
        var ends = 0L;
        foreach (var text in strings)
            writer.Write(ends += 2L * text.Length);
        var charsStart = writer.BaseStream.Position;
        foreach (var text in strings)
            writer.Write(Encoding.Unicode.GetBytes(text));
        var nameStart = writer.BaseStream.Position;
        var name = Encoding.Unicode.GetBytes(LoaderAssemblyName ?? "");
        writer.Write(name);
        var tail = writer.BaseStream.Position;
        writer.Write(TailMagic);
        var end = writer.BaseStream.Position;

        writer.BaseStream.Position = start;
        writer.Write(Magic);
        writer.Write(Written);
        writer.Write(Written);
        writer.Write((long)Size);
        writer.Write(ModelSize);
        writer.Write(strings.Count == 0 ? 0L : tableStart - start);
        writer.Write(8L * strings.Count);
        writer.Write(strings.Count == 0 ? 0L : charsStart - start);
        writer.Write(ends);
        writer.Write(Packed(ModelSignature, VersionInfo.SignatureLength));
        writer.Write(ModelVerWritten);
        writer.Write(ModelVerReadable);
        writer.Write(Packed(LoaderSignature, VersionInfo.LoaderSignatureLength));
        writer.Write(Packed(LoaderSignatureAlt, VersionInfo.LoaderSignatureLength));
        writer.Write(tail - start);
        writer.Write(end - start);
        writer.Write(name.Length == 0 ? 0L : nameStart - start);
        writer.Write((uint)name.Length);
        writer.Write(new byte[Size - (writer.BaseStream.Position - start)]);
        writer.BaseStream.Position = end;
    }

    /// <summary>Reads the header and leaves the reader at the model.</summary>
    public static ModelHeader Read(BinaryReader reader)
    {
        var start = reader.BaseStream.Position;
        Contracts.CheckDecode(reader.BaseStream.Length - start >= Size && reader.ReadUInt64() == Magic);
        Contracts.CheckDecode(reader.ReadUInt32() >= OldestReadable);
        Contracts.CheckDecode(reader.ReadUInt32() <= Written);
        var header = new ModelHeader { ModelStart = start + reader.ReadInt64(), ModelSize = reader.ReadInt64() };
        long tableStart = reader.ReadInt64(), tableSize = reader.ReadInt64(), charsStart = reader.ReadInt64(), charsSize = reader.ReadInt64();
        header.ModelSignature = Unpacked(reader.ReadBytes(VersionInfo.SignatureLength), keepZeros: true);
        header.ModelVerWritten = reader.ReadUInt32();
        header.ModelVerReadable = reader.ReadUInt32();
        header.LoaderSignature = Unpacked(reader.ReadBytes(VersionInfo.LoaderSignatureLength));
        header.LoaderSignatureAlt = Unpacked(reader.ReadBytes(VersionInfo.LoaderSignatureLength));
        long tail = reader.ReadInt64(), end = reader.ReadInt64(), nameStart = reader.ReadInt64();
        var nameSize = reader.ReadUInt32();

        var length = reader.BaseStream.Length - start;
        // Sizes are compared with what is left, never added up: a header that lies must not make a sum overflow.
        Contracts.CheckDecode(tail >= Size && tail <= length - sizeof(ulong) && end - tail == sizeof(ulong));
        Contracts.CheckDecode(header.ModelStart - start == Size && header.ModelSize >= 0 && header.ModelSize <= tail - Size);
        header.Strings = ReadStrings(reader, start, tableStart, tableSize, charsStart, charsSize, tail);
        if (nameSize > 0)
        {
            Contracts.CheckDecode(nameStart > 0 && nameSize <= tail && nameStart <= tail - nameSize && nameSize % 2 == 0);
            reader.BaseStream.Position = start + nameStart;
            header.LoaderAssemblyName = Encoding.Unicode.GetString(reader.ReadBytes((int)nameSize));
        }
        reader.BaseStream.Position = start + tail;
        Contracts.CheckDecode(reader.ReadUInt64() == TailMagic);
        reader.BaseStream.Position = header.ModelStart;
        return header;
    }

    private static string[] ReadStrings(BinaryReader reader, long start, long tableStart, long tableSize, long charsStart, long charsSize, long limit)
    {
        Contracts.CheckDecode(tableSize >= 0 && tableSize <= limit && tableSize % 8 == 0 && tableStart >= 0 && tableStart <= limit - tableSize);
        Contracts.CheckDecode(charsSize >= 0 && charsSize <= limit && charsStart >= 0 && charsStart <= limit - charsSize);
        if (tableSize == 0)
            return [];
        var ends = new long[tableSize / 8];
        reader.BaseStream.Position = start + tableStart;
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = reader.ReadInt64();
            Contracts.CheckDecode(ends[i] <= charsSize && ends[i] % 2 == 0 && ends[i] >= (i == 0 ? 0 : ends[i - 1]));
        }
        reader.BaseStream.Position = start + charsStart;
        var strings = new string[ends.Length];
        for (var i = 0; i < ends.Length; i++)
            strings[i] = Encoding.Unicode.GetString(reader.ReadBytes((int)(ends[i] - (i == 0 ? 0 : ends[i - 1]))));
        return strings;
    }

    /// <summary>A component has to read its part to the end: a rest means that format and code disagree.</summary>
    public void CheckEnd(BinaryReader reader) => Contracts.CheckDecode(reader.BaseStream.Position == ModelStart + ModelSize);

    public void CheckVersion(VersionInfo version)
    {
        Contracts.CheckDecode(null, ModelSignature == version.ModelSignature, "Unknown file type");
        Contracts.CheckDecode(null, ModelVerReadable <= ModelVerWritten, "Corrupt file header");
        var library = typeof(VersionInfo).Assembly.GetName().Version;
        if (ModelVerReadable > version.VerWrittenCur)
            throw Contracts.ExceptDecode(
                $"Cause: ML.NET {library} cannont read component '{version.LoaderSignature}' of the model, because the model is too new.\n" +
                $"Suggestion: Make sure the model is trained with ML.NET {library} or older.\n" +
                $"Debug details: Maximum expected version {ModelVerReadable}, got {version.VerWrittenCur}.");
        if (ModelVerWritten > version.VerWrittenCur)
            throw Contracts.ExceptDecode("Model was trained on a newer version of ML․NET. " +
                "Forward compatibility is not guaranteed. Please update your ML.NET version");
        if (ModelVerWritten < version.VerWeCanReadBack)
            throw Contracts.ExceptDecode(
                $"Cause: ML.NET {library} cannot read component '{version.LoaderSignature}' of the model, because the model is too old.\n" +
                $"Suggestion: Make sure the model is trained with ML.NET {library}.\n" +
                $"Debug details: Minimum expected version {version.VerWeCanReadBack}, got {ModelVerWritten}.");
    }

    private static byte[] Packed(string signature, int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < (signature?.Length ?? 0); i++)
            bytes[i] = (byte)signature[i];
        return bytes;
    }

    private static string Unpacked(byte[] bytes, bool keepZeros = false)
    {
        var text = Encoding.Latin1.GetString(bytes);
        return keepZeros ? text : text.TrimEnd('\0');
    }
}
