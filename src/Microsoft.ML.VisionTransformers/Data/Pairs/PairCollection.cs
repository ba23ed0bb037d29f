using System.Globalization;

namespace Microsoft.ML.VisionTransformers.Data.Pairs;

/// <summary>Pairs as they are read, and the rows that are none.</summary>
/// <param name="source">What messages call the file or folder.</param>
internal sealed class PairCollection(string source)
{
    private const int Named = 10;

    private readonly List<ImageTextPair> _pairs = [];
    private readonly List<string> _bad = [];

    public IReadOnlyList<ImageTextPair> Pairs => _pairs;

    public int BadRows => _bad.Count;

    /// <summary>A sentence a bad row, the first of them; how many there are besides.</summary>
    public IEnumerable<string> Warnings => _bad.Count <= Named ? _bad
        : _bad.Take(Named).Append($"{_bad.Count - Named} more rows of {source} are left out.");

    public void Add(string imagePath, string text) => _pairs.Add(new ImageTextPair { ImagePath = imagePath, Text = text });

    /// <param name="where">The line, or the file.</param>
    /// <param name="problem">What is wrong with it.</param>
    public void AddBad(string where, string problem) => _bad.Add($"Left out: {where}: {problem}.");

    /// <exception cref="InvalidDataException">Nothing is left, or a larger share is bad than is allowed.</exception>
    public void Check(double allowed)
    {
        var rows = _pairs.Count + _bad.Count;
        if (rows == 0)
            throw new InvalidDataException($"{source} holds no image with a text.");
        if (_pairs.Count == 0 || _bad.Count > allowed * rows)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"{_bad.Count} of {rows} rows of {source} cannot be used, more than the {allowed:P1} that maxBadRows allows. ") + string.Join(' ', _bad.Take(3)));
        }
    }
}
