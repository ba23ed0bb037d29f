using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>
/// What a published name says of window and image: <c>swin_tiny_patch4_window7_224</c>,
/// <c>swinv2-base-patch4-window12to16-192to256-22kto1k-ft</c>.
/// </summary>
/// <param name="Window">Side of a window in patches.</param>
/// <param name="Image">Side of the image in pixels.</param>
/// <param name="PretrainedWindow">The window before fine-tuning; null when it was the same.</param>
/// <param name="PretrainedImage">The image before fine-tuning; null when it was the same.</param>
internal sealed record WindowName(int Window, int Image, int? PretrainedWindow, int? PretrainedImage)
{
    private static readonly Regex s_pattern = new(
        "window(?<from>[0-9]{1,3}to)?(?<window>[0-9]{1,3})[-_](?<image_from>[0-9]{2,4}to)?(?<image>[0-9]{2,4})(?![0-9a-z])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Null when the name has no such part.</summary>
    public static WindowName? Parse(string? name)
        => name is not null && s_pattern.Match(name) is { Success: true } match
            ? new WindowName(Number(match.Groups["window"])!.Value, Number(match.Groups["image"])!.Value, Number(match.Groups["from"]), Number(match.Groups["image_from"]))
            : null;

    /// <summary>The windows of the stages before fine-tuning: none is larger than its map.</summary>
    public IReadOnlyList<int> PretrainedWindows(int patch, int stages)
        => PretrainedWindow is { } window && PretrainedImage is { } image
            ? [.. Enumerable.Range(0, stages).Select(stage => Math.Min(window, image / patch >> stage))]
            : [];

    private static int? Number(Group group)
        => group.Success ? int.Parse(group.Value.AsSpan().TrimEnd("to"), CultureInfo.InvariantCulture) : null;
}
