using System.Collections.Concurrent;

namespace Microsoft.ML.Runtime;

/// <summary>What a user can set on a context.</summary>
internal sealed class EnvironmentSettings(int? seed)
{
    public int? Seed { get; } = seed;
    public int? GpuDeviceId { get; set; }
    public bool FallbackToCpu { get; set; }
    public string TempFilePath { get; set; } = Path.GetTempPath();
    public ConcurrentDictionary<string, object> Options { get; } = new();
}
