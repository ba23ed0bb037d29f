using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.VisionTransformers.Augmentation.Policies;

/// <summary>What a string like <c>rand-m9-mstd0.5-inc1</c> says, in the grammar of timm: sections in any order, divided by dashes.</summary>
internal sealed partial record RandAugmentSettings
{
    private const string Grammar = "'rand' and sections m (magnitude), n (operations an image), p (probability of each), mstd (spread of the magnitude), "
        + "mmax (its limit), inc (0 or 1), w0, t (weights, 3a or 3aw), as in rand-m9-mstd0.5-inc1";

    /// <summary>Level of all operations.</summary>
    public double Level { get; init; } = Magnitude.FullLevel;

    /// <summary>Operations drawn for an image.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>That an operation drawn is done.</summary>
    public double Probability { get; init; } = 0.5;

    public Magnitude Magnitude { get; init; } = new();

    public IReadOnlyList<string> Operations { get; init; } = RandAugmentSets.Original;

    /// <summary>How likely each operation is; null: all alike. With weights none is drawn twice for an image.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <exception cref="FormatException">It is not such a string; the message says what one looks like.</exception>
    public static RandAugmentSettings Parse(string text)
    {
        var sections = text.Split('-');
        if (sections[0] != "rand")
            throw Wrong(text, sections[0]);
        var settings = new RandAugmentSettings();
        bool increasing = false, weighted = false;
        string? set = null;
        foreach (string section in sections.Skip(1))
        {
            if (section.StartsWith('t'))
            {
                set = section[1..];
                continue;
            }
            var match = Section().Match(section);
            if (!match.Success
                || !double.TryParse(match.Groups["value"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
                throw Wrong(text, section);
            switch (match.Groups["key"].Value)
            {
                case "m" when value >= 0:
                    settings = settings with { Level = value };
                    break;
                case "n" when value >= 1 && value == Math.Floor(value):
                    settings = settings with { Layers = (int)value };
                    break;
                case "p" when value is >= 0 and <= 1:
                    settings = settings with { Probability = value };
                    break;
                case "mstd":
                    settings = settings with { Magnitude = settings.Magnitude with { Deviation = value > 100 ? double.PositiveInfinity : value } };
                    break;
                case "mmax" when value > 0:
                    settings = settings with { Magnitude = settings.Magnitude with { Limit = value } };
                    break;
                case "inc" when value is 0 or 1:
                    increasing = value == 1;
                    break;
                case "w" when value == 0:
                    weighted = true;
                    break;
                default:
                    throw Wrong(text, section);
            }
        }
        settings = settings.ChooseFrom(text, set, increasing, weighted);
        int choices = settings.Weights?.Count(weight => weight > 0) ?? int.MaxValue;
        return settings.Layers <= choices ? settings
            : throw new FormatException($"'{text}' asks for {settings.Layers} operations an image, of which none comes twice; there are {choices}.");
    }

    private RandAugmentSettings ChooseFrom(string text, string? set, bool increasing, bool weighted) => set switch
    {
        null => this with
        {
            Operations = increasing ? RandAugmentSets.Increasing : RandAugmentSets.Original,
            Weights = weighted ? RandAugmentSets.OldWeights : null,
        },
        "weights" => With(RandAugmentSets.Weighted),
        "3a" => this with { Operations = RandAugmentSets.Three },
        "3aw" => With(RandAugmentSets.WeightedThree),
        _ => throw Wrong(text, "t" + set),
    };

    private RandAugmentSettings With((string Operation, double Weight)[] set) =>
        this with { Operations = [.. set.Select(row => row.Operation)], Weights = [.. set.Select(row => row.Weight)] };

    private static FormatException Wrong(string text, string section) =>
        new($"'{text}' is no RandAugment string: '{section}' is not understood. It has {Grammar}.");

    [GeneratedRegex(@"^(?<key>[a-z]+)(?<value>[0-9]+(\.[0-9]+)?)$")]
    private static partial Regex Section();
}
