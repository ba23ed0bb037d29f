namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Several schedules at once, each turning what the one before has set.</summary>
                public class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;

                    public ChainedLR(IEnumerable<LRScheduler> schedulers)
                    {
                        _schedulers = schedulers.ToArray();
                        if (_schedulers.Length == 0) throw new ArgumentException("A chain needs at least one schedule.", nameof(schedulers));
                        _optimizer = _schedulers[0]._optimizer;
                        if (_schedulers.Any(s => s._optimizer != _optimizer)) throw new ArgumentException("All schedules of a chain must turn the same optimizer.", nameof(schedulers));
                        _last_lrs = Rates.ToList();
                    }

                    public override void step()
                    {
                        foreach (var scheduler in _schedulers) scheduler.step();
                        _last_lrs = Rates.ToList();
                    }
                }
            }

            public static LRScheduler ChainedLR(IEnumerable<LRScheduler> schedulers) => new impl.ChainedLR(schedulers);
        }
    }
}
