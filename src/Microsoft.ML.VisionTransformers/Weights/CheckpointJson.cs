using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>JSON files beside weights, which come from strangers as the weights do.</summary>
internal static class CheckpointJson
{
    // The names of ImageNet-21k's classes take two million letters, and stand in a hundred thousand tokens.
    private const int MaxLength = 4 << 20;
    private const int MaxTokens = 250_000;

    // What readers would understand differently is refused: bytes that are no text, and names that come twice.
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false };

    /// <summary>The object that a file is; null when there is no file.</summary>
    /// <exception cref="CheckpointFormatException">It is something else, or much longer than such files are.</exception>
    public static JsonObject? ReadObject(string path)
    {
        if (!File.Exists(path))
            return null;
        return CheckpointFormatException.Naming(path, () =>
        {
            using var file = new FileBytes(path);
            if (file.Length > MaxLength)
                throw new CheckpointFormatException($"it is of {file.Length} bytes, and files of its kind have {MaxLength} at most.");
            var text = new byte[file.Length];
            file.Read(0, text);
            return Parse(text);
        });
    }

    /// <summary>The object that a text is.</summary>
    /// <exception cref="CheckpointFormatException">It is something else.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            CheckLength(text);
            return JsonNode.Parse(s_utf8.GetString(text), documentOptions: s_options) as JsonObject
                ?? throw new CheckpointFormatException("it holds no JSON object.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new CheckpointFormatException($"it is no sound JSON: {error.Message}", error);
        }
    }

    /// <summary>Counts before anything is made of it: a value of one letter takes a hundred bytes.</summary>
    private static void CheckLength(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        for (var tokens = 0; reader.Read(); tokens++)
        {
            if (tokens == MaxTokens)
                throw new CheckpointFormatException($"it holds more than {MaxTokens} values and names.");
        }
    }

    /// <summary>Runs a reading of values, and says where a value of another type than expected is.</summary>
    /// <exception cref="CheckpointFormatException">A value is of another type, or out of range.</exception>
    public static T Reading<T>(string fileName, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException and not CheckpointFormatException or OverflowException
            or ArgumentException or NullReferenceException or JsonException)
        {
            throw new CheckpointFormatException(fileName, $"a value in it is not what it should be: {error.Message}", error);
        }
    }
}
