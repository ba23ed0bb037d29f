namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>
/// The threads of one epoch. The work is cut into chunks of a few images; a thread takes the next chunk as soon as the buffer of
/// its batch is free. A batch goes out when its last chunk is done.
/// </summary>
internal sealed class ReadAhead : IDisposable
{
    private readonly object _gate = new();
    private readonly ExampleLoader _loader;
    private readonly ExampleDraw[] _order;
    private readonly int _epoch;
    private readonly BatchBuffer[] _ring;
    private readonly int _batchSize;
    private readonly int _chunk;
    private readonly int _chunksPerBatch;
    private readonly int _chunks;
    private readonly int[] _left; // chunks still to do of each batch
    private readonly Thread[] _threads;
    private int _next;
    private int _taken; // batches handed out; the last of them is with the network
    private bool _stopped;
    private Exception? _failure;

    public ReadAhead(ExampleLoader loader, ExampleDraw[] order, int epoch, BatchBuffer[] ring, int batchSize, int threads)
    {
        (_loader, _order, _epoch, _ring, _batchSize) = (loader, order, epoch, ring, batchSize);
        // Small enough that all threads work on the first batch, large enough that taking one costs nothing beside it.
        _chunk = Math.Clamp(batchSize / (threads * 2), 1, 32);
        _chunksPerBatch = (batchSize + _chunk - 1) / _chunk;
        int batches = (order.Length + batchSize - 1) / batchSize;
        _left = new int[batches];
        for (int i = 0; i < batches; i++)
            _left[i] = (Math.Min(batchSize, order.Length - i * batchSize) + _chunk - 1) / _chunk;
        _chunks = (batches - 1) * _chunksPerBatch + _left[^1];
        _threads = new Thread[Math.Min(threads, _chunks)];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"Image reader {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>Waits for a batch; the buffer of the one before it is free again.</summary>
    public BatchBuffer Take(int batch, CancellationToken cancellation)
    {
        using var registration = cancellation.CanBeCanceled ? cancellation.Register(Wake) : default;
        lock (_gate)
        {
            _taken = batch;
            Monitor.PulseAll(_gate);
            while (_left[batch] > 0 && _failure is null)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }
            if (_failure is not null)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }
        return _ring[batch % _ring.Length];
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
        foreach (var thread in _threads)
            thread.Join();
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Work()
    {
        try
        {
            while (TryTakeChunk(out int batch, out int from))
            {
                int first = batch * _batchSize, to = Math.Min(Math.Min(from + _chunk, _batchSize), _order.Length - first);
                for (int slot = from; slot < to && !Volatile.Read(ref _stopped); slot++)
                    _loader.Load(_order[first + slot], _epoch, _ring[batch % _ring.Length], slot);
                lock (_gate)
                {
                    if (--_left[batch] == 0)
                        Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception e) // handed to the thread that trains
        {
            lock (_gate)
            {
                _failure ??= e;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool TryTakeChunk(out int batch, out int from)
    {
        lock (_gate)
        {
            while (true)
            {
                batch = _next / _chunksPerBatch;
                from = _next % _chunksPerBatch * _chunk;
                if (_stopped || _failure is not null || _next >= _chunks)
                    return false;
                if (batch < _taken + _ring.Length)
                {
                    _next++;
                    return true;
                }
                Monitor.Wait(_gate);
            }
        }
    }
}
