namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>Makes a request again when it broke off, after pauses that double.</summary>
internal sealed class HubRetry(int retries, HubRuntime runtime, Action<string>? log)
{
    /// <summary>Whoever is told to wait longer than this is better told so than kept waiting.</summary>
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(5);

    /// <summary>Where nobody answers, the network is down or the address wrong; neither passes in seconds.</summary>
    private const int WithoutConnection = 2;

    /// <exception cref="HubTransientException">The last of the failures.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, CancellationToken token)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await attempt();
            }
            catch (HubTransientException error) when (IsWorthIt(error, failures))
            {
                if (error.GotOn)
                    failures = 1;
                var pause = error.RetryAfter ?? TimeSpan.FromSeconds(Math.Pow(2, failures - 1));
                log?.Invoke(FormattableString.Invariant($"{error.Message} Trying again in {pause.TotalSeconds:F0} s."));
                await runtime.Pause(pause, token);
            }
        }
    }

    private bool IsWorthIt(HubTransientException error, int failures)
        => (error.GotOn || failures <= (error.NoConnection ? Math.Min(retries, WithoutConnection) : retries))
            && (error.RetryAfter is null || error.RetryAfter <= s_longestPause);
}
