namespace Microsoft.ML.VisionTransformers.Tests.Weights.Hub;

/// <summary>What reached the test's server.</summary>
internal sealed record HubRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? Authorization => Headers.GetValueOrDefault("Authorization");

    /// <summary>First byte that a Range header asks for; 0 without one.</summary>
    public int From => Headers.TryGetValue("Range", out var range) ? int.Parse(range["bytes=".Length..].TrimEnd('-')) : 0;
}
