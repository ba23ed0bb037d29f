using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>What somebody has to be told who trains on from weights that may not be used commercially.</summary>
internal static class LicenceNotice
{
    /// <summary>A sentence for the log; null when the weights' licence, as far as it is known, asks for none.</summary>
    /// <param name="asked">The architecture that was asked for, with the licence of its published weights.</param>
    /// <param name="checkpoint">The weights.</param>
    public static string? For(VisionArchitecture asked, Checkpoint checkpoint)
    {
        var own = checkpoint.Architecture;
        var published = new[] { asked, checkpoint.NamedAfter, Hub(own?.HubId), own }.FirstOrDefault(row => ForbidsSelling(row?.Licence));
        if (published is not null)
            return $"The published weights of {published.Name} have the licence {published.Licence}: they, and what is fine-tuned from them, are not for commercial use.";
        // What this library wrote says where it is from; it is the official program's files that don't.
        var masked = !checkpoint.IsOwn && (checkpoint.Identity?.Configuration is MaeConfiguration || checkpoint.Config?.HuggingFaceType == "vit_mae");
        return masked
            ? "These are weights of a masked autoencoder. Those that facebookresearch/mae publishes, under whatever name, have the licence CC-BY-NC-4.0: "
                + "they, and what is fine-tuned from them, are not for commercial use."
            : null;
    }

    private static bool ForbidsSelling(string? licence) => licence?.StartsWith("CC-BY-NC", StringComparison.OrdinalIgnoreCase) == true;

    private static VisionArchitecture? Hub(string? id) => id is null ? null : ArchitectureRegistry.All.FirstOrDefault(row => row.HubId == id);
}
