using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// Turns Ctrl-C (SIGINT) and SIGTERM, which clusters and containers send before they kill, into the end of a training that can go on
/// later. The library never ends the process itself; a program does, with <see cref="ExitCode"/>:
/// <code>
/// using var signals = TerminationSignals.Watch();
/// options.OutputFolder = "run";
/// options.CancellationToken = signals.Token;
/// options.ThrowOnCancellation = true;
/// try
/// {
///     model = pipeline.Fit(images);
/// }
/// catch (OperationCanceledException) when (signals.Received is not null)
/// {
///     return signals.ExitCode; // 130 or 143; run/last.safetensors is at the last step, and the same command goes on from there
/// }
/// </code>
/// Without <see cref="TrainingOptions.ThrowOnCancellation"/>, <c>Fit</c> returns the best model so far once an epoch is done, and
/// <see cref="Received"/> tells that it was cut short.
/// </summary>
/// <remarks>A second signal ends the process at once, as it does without this; the run folder holds a whole checkpoint even so.</remarks>
public sealed class TerminationSignals : IDisposable
{
    /// <summary>What shells report of a process that Ctrl-C has ended: 128 + 2.</summary>
    public const int InterruptedExitCode = 130;

    /// <summary>What shells report of a process that SIGTERM has ended: 128 + 15.</summary>
    public const int TerminatedExitCode = 143;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    private TerminationSignals() => _registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    /// <summary>Takes the signals from here on, until it is disposed.</summary>
    public static TerminationSignals Watch() => new();

    /// <summary>Cancelled by the first signal; for <see cref="TrainingOptions.CancellationToken"/>.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The signal that came; null while none has.</summary>
    public PosixSignal? Received => Volatile.Read(ref _received) is var signal and not 0 ? (PosixSignal)signal : null;

    /// <summary><see cref="InterruptedExitCode"/> or <see cref="TerminatedExitCode"/> by what came; 0 while nothing has.</summary>
    public int ExitCode => Received switch
    {
        PosixSignal.SIGINT => InterruptedExitCode,
        PosixSignal.SIGTERM => TerminatedExitCode,
        _ => 0,
    };

    /// <summary>Gives the signals back.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        // The source stays: a signal that is on its way may still cancel it, and it holds nothing to free.
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (Interlocked.CompareExchange(ref _received, (int)context.Signal, 0) != 0)
            return;
        context.Cancel = true; // the process lives on: ending it is now the program's affair
        _source.Cancel();
    }
}
