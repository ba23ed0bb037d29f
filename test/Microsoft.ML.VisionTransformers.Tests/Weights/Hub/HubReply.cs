using System.Text;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Hub;

/// <summary>What the test's server answers, faults included.</summary>
internal sealed record HubReply(int Status, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>What Content-Length says; the body's own length by default.</summary>
    public long? Announced { get; init; }

    /// <summary>Closes the connection after so many bytes of the body.</summary>
    public int? BreakAfter { get; init; }

    /// <summary>Between the parts of the body.</summary>
    public TimeSpan Dawdle { get; init; }

    /// <summary>Waits for this before it answers.</summary>
    public Task? Until { get; init; }

    public static HubReply Text(string text) => new(200, Encoding.UTF8.GetBytes(text));

    public static HubReply Error(int status, string? code = null)
        => new(status, []) { Headers = code is null ? [] : new() { ["X-Error-Code"] = code } };

    public static HubReply Redirect(string to, int status = 302) => new(status, []) { Headers = new() { ["Location"] = to } };

    public HubReply With(string header, string value) => this with { Headers = new(Headers) { [header] = value } };
}
