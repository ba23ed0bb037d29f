using Microsoft.ML.Runtime;

namespace Microsoft.ML.VisionTransformers.Interop;

/// <summary>
/// One token for both ways to stop a fit: the user's own token, and the cancellation of the <see cref="MLContext"/>, which can only be
/// looked at and never signals. It is looked at five times a second, for as long as this lives.
/// </summary>
internal sealed class CancellationWatch : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(200);
    private readonly IHostEnvironment _environment;
    private readonly CancellationTokenSource _source;
    private readonly Timer _timer;

    public CancellationWatch(IHostEnvironment environment, CancellationToken userToken)
    {
        _environment = environment;
        _source = CancellationTokenSource.CreateLinkedTokenSource(userToken);
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, s_period);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Does what can be broken off. Whatever the context's cancellation makes it throw, it ends as AutoML waits for.</summary>
    /// <exception cref="OperationCanceledException">The context was cancelled.</exception>
    public T Run<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception) when (CatalogEnvironment.IsCanceled(_environment))
        {
            ThrowIfContextCanceled();
            throw;
        }
    }

    /// <summary>Throws as ML.NET's own trainers do when their context was cancelled.</summary>
    public void ThrowIfContextCanceled()
    {
        if (CatalogEnvironment.IsCanceled(_environment))
            throw new OperationCanceledException("The MLContext was cancelled while the model was trained.");
    }

    public void Dispose()
    {
        using (var done = new ManualResetEvent(false))
            if (_timer.Dispose(done))
                done.WaitOne();
        _source.Dispose();
    }

    private void Look()
    {
        if (CatalogEnvironment.IsCanceled(_environment))
            _source.Cancel();
    }
}
