using System.Net;

namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>A request that may succeed when it is made again.</summary>
internal sealed class HubTransientException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the hub asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Nobody answered at all.</summary>
    public bool NoConnection { get; init; }

    /// <summary>Enough arrived before it broke off that trying again leads somewhere.</summary>
    public bool GotOn { get; init; }
}
