using System.IO.Compression;
using System.Text;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>
/// The merges of a text file: a heading with "#version", then a pair of symbols a line. <c>bpe_simple_vocab_16e6.txt.gz</c> and
/// <c>merges.txt</c> are such files.
/// </summary>
internal static class MergeLines
{
    // Ten times what CLIP's file unpacks to: a small compressed file may not fill the memory.
    private const int LargestFile = 32 << 20;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="path">A text file, compressed by gzip or not.</param>
    /// <param name="limit">The most merges to read; CLIP leaves most of its file unused.</param>
    /// <exception cref="CheckpointFormatException">The file isn't one of merges.</exception>
    public static List<(string Left, string Right)> Read(string path, int limit)
    {
        using var file = File.OpenRead(path);
        return Read(file, path, limit);
    }

    /// <summary>The same out of a stream that can seek.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="limit">The most merges to read.</param>
    public static List<(string Left, string Right)> Read(Stream file, string path, int limit)
    {
        using var reader = new StreamReader(new MemoryStream(Unpack(file, path)), s_strict);
        List<(string, string)> merges = [];
        try
        {
            if (reader.ReadLine()?.Contains("#version", StringComparison.Ordinal) != true)
                throw Bad(path, 1, "it should be a heading with \"#version\"");
            while (merges.Count < limit && reader.ReadLine() is { } line)
            {
                if (line.Length == 0 && reader.EndOfStream)
                    break;
                if (line.Split(' ') is not [{ Length: > 0 } left, { Length: > 0 } right])
                    throw Bad(path, merges.Count + 2, $"it should be two symbols with a space between, and is '{Shortened(line)}'");
                merges.Add((left, right));
            }
        }
        catch (DecoderFallbackException error)
        {
            throw new CheckpointFormatException(path, "it is not UTF-8 text.", error);
        }
        return merges;
    }

    /// <param name="path">The file.</param>
    /// <param name="line">Counted from 1.</param>
    /// <param name="problem">What is wrong with the line.</param>
    public static CheckpointFormatException Bad(string path, int line, string problem) => new(path, $"line {line}: {problem}.");

    private static byte[] Unpack(Stream file, string path)
    {
        var compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using Stream content = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = content.Read(buffer)) > 0; bytes.Write(buffer, 0, read))
            {
                if (bytes.Length + read > LargestFile)
                    throw new CheckpointFormatException(path, $"it holds more than {LargestFile >> 20} MiB, far more than a vocabulary.");
            }
        }
        catch (InvalidDataException error)
        {
            throw new CheckpointFormatException(path, $"it is not sound gzip: {error.Message}", error);
        }
        return bytes.ToArray();
    }

    private static string Shortened(string line) => line.Length > 60 ? line[..60] + "..." : line;
}
