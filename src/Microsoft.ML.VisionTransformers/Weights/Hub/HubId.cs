using System.Text.RegularExpressions;

namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>A model on the hub and the state of it that is wanted: <c>owner/name</c>, or <c>owner/name@revision</c>.</summary>
/// <param name="Model">Such as <c>microsoft/swinv2-tiny-patch4-window8-256</c>.</param>
/// <param name="Revision">A branch, tag or commit.</param>
internal sealed partial record HubId(string Model, string Revision)
{
    /// <summary>timm's way of saying that a name is meant for the hub; then no file is looked for.</summary>
    private const string Prefix = "hf-hub:";

    private static readonly string[] s_weightFiles = [".safetensors", ".bin", ".pth", ".pt", ".ckpt", ".npz", ".json", ".zip"];

    /// <summary>Whether the revision is a commit, which never changes.</summary>
    public bool IsCommit => Commit().IsMatch(Revision);

    /// <summary>Null when the text is no such name. A path of a weights' file is none, though it looks like one.</summary>
    public static HubId? TryParse(string text)
    {
        var isMarked = text.StartsWith(Prefix, StringComparison.Ordinal);
        var match = Pattern().Match(isMarked ? text[Prefix.Length..] : text);
        var (model, revision) = (match.Groups["model"].Value, match.Groups["revision"].Value);
        // Two dashes separate owner and name in the cache, two dots would lead out of it.
        if (!match.Success || model.Contains("--") || model.Contains("..") || revision.Contains("..") || revision.Contains("//"))
            return null;
        if (!isMarked && s_weightFiles.Any(extension => text.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
            return null;
        return new HubId(model, revision.Length > 0 ? revision : "main");
    }

    /// <exception cref="ArgumentException">The text is no such name.</exception>
    public static HubId Parse(string text) => TryParse(text)
        ?? throw new ArgumentException($"'{text}' is no name of a model on the hub; those are like 'owner/name' or 'owner/name@revision'.", nameof(text));

    public static bool LooksLikeCommit(string text) => Commit().IsMatch(text);

    public override string ToString() => Revision == "main" ? Model : $"{Model}@{Revision}";

    [GeneratedRegex(@"^(?<model>[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?/[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?)(?:@(?<revision>[A-Za-z0-9_](?:[A-Za-z0-9_./-]{0,198}[A-Za-z0-9_])?))?\z")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^[0-9a-f]{40}\z")]
    private static partial Regex Commit();
}
