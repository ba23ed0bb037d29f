namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>Finds on this machine what a setting names as weights, and fetches it first when it is a model on the hub.</summary>
internal static class WeightsLocation
{
    /// <param name="weights">A file, a folder, or a model on the hub. What is on this machine comes first.</param>
    /// <param name="options">Null = as the environment says.</param>
    /// <param name="say">Told how a download gets on.</param>
    /// <param name="token">Cancels a download.</param>
    /// <returns>A file or folder.</returns>
    /// <exception cref="FileNotFoundException">It is none of these.</exception>
    /// <exception cref="HubException">It is no file or folder, and the hub does not give it out.</exception>
    public static string Find(string weights, HubOptions? options, Action<string> say, CancellationToken token)
    {
        if (File.Exists(weights) || Directory.Exists(weights))
            return weights;
        if (HubId.TryParse(weights) is null)
            throw new FileNotFoundException(
                $"There are no weights at '{weights}'. Weights are a file (safetensors, .pth, .pt, .bin, .ckpt, .npz), a folder as published on the model hub, or the name of a model there, "
                + "like 'owner/name'.", weights);
        var told = options?.Copy() ?? new HubOptions();
        told.Log += say;
        return new HubClient(told).Download(weights, new ProgressLines(say), token);
    }
}
