namespace TorchSharp;

public class AnomalyMode : IDisposable
{
    private readonly bool enabledBefore = IsEnabled, checkBefore = ShouldCheckNaN;

    public AnomalyMode(bool enabled, bool check_nan = true) => Bridge.anomaly_set(enabled ? 1 : 0, check_nan ? 1 : 0);

    public static bool IsEnabled => Bridge.anomaly_is_enabled() != 0;
    public static bool ShouldCheckNaN => Bridge.anomaly_checks_nan() != 0;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Bridge.anomaly_set(enabledBefore ? 1 : 0, checkBefore ? 1 : 0);
}
