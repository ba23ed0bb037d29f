using System.Collections.Concurrent;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>Counts the images of a set that could not be used, names each once, and says when they are too many.</summary>
internal sealed class BadImageTally(int total, double allowed, Action<string>? warning)
{
    private readonly ConcurrentDictionary<int, string> _bad = new();

    public int Count => _bad.Count;

    /// <summary>What a broken file, a missing one or a decoder's complaint throws; anything else is a fault of the program.</summary>
    public static bool IsBadImage(Exception e) => e is FormatException or IOException or UnauthorizedAccessException or NotSupportedException;

    /// <exception cref="BadImagesException">This one is too many.</exception>
    public void Add(int index, string name, Exception error)
    {
        string message = error.Message.Contains(name, StringComparison.Ordinal) ? error.Message : $"'{name}': {error.Message}";
        if (!_bad.TryAdd(index, message))
            return;
        warning?.Invoke($"Skipped: {message}");
        if (_bad.Count > allowed * total)
            throw new BadImagesException(_bad.Count, total, allowed, message, error);
    }

    public bool Contains(int index) => _bad.ContainsKey(index);
}
