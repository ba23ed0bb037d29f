using System.Text;
using Microsoft.ML.VisionTransformers.Data.Pairs;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Sentences that a class name is put into, so that it reads like the captions CLIP was trained on; <c>{}</c> is where it goes.</summary>
public static class PromptTemplates
{
    /// <summary>The one that the paper uses when there is only one.</summary>
    public static IReadOnlyList<string> Single { get; } = ["a photo of a {}."];

    /// <summary>
    /// Ten that vary what photographs of one thing vary in: number, distance, light, sharpness, surroundings, and whether it is a photograph at all. The
    /// average of their directions is steadier than any one of them, and ten cost an eighth of the eighty that CLIP's authors use for ImageNet.
    /// </summary>
    public static IReadOnlyList<string> Default { get; } =
    [
        "a photo of a {}.",
        "a photo of the {}.",
        "a photo of several {}.",
        "a close view of a {}.",
        "a {} seen from far away.",
        "a dark photo of a {}.",
        "a blurred, low-quality picture of a {}.",
        "a {} on a plain background.",
        "a {} among other things.",
        "a drawing of a {}.",
    ];

    /// <summary>Reads a file in UTF-8 with a template a line; empty lines are left out.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">It is not UTF-8, has no templates, or a line has no place for the name; the message says which.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<string> templates = [];
        foreach (var (index, line) in Lines(path).Index())
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (!line.Contains("{}", StringComparison.Ordinal))
                throw new FormatException($"{path}, line {index + 1}: \"{line.Trim()}\" has no {{}} for the name of a class.");
            templates.Add(line.Trim());
        }
        return templates.Count > 0 ? templates : throw new FormatException($"{path} has no templates: a sentence a line, with {{}} for the name of a class.");
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path, StrictUtf8.Encoding);
        }
        catch (DecoderFallbackException error)
        {
            throw new FormatException(StrictUtf8.Complaint(path, error), error);
        }
    }
}
