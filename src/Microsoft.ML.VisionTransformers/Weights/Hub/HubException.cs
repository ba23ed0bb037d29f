using System.Net;

namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>Published weights cannot be had; the message says why and what to do.</summary>
public sealed class HubException : IOException
{
    internal HubException(string message, Exception? inner = null, HttpStatusCode? statusCode = null)
        : base(message, inner)
        => StatusCode = statusCode;

    /// <summary>What the hub answered, such as 404; null when the trouble was another.</summary>
    public HttpStatusCode? StatusCode { get; }
}
