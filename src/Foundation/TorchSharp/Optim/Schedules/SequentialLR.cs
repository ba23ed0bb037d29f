namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One schedule after the other; each but the first starts at a milestone.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;
                    private readonly int[] _milestones;

                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) : base(optimizer, last_epoch + 1)
                    {
                        _schedulers = schedulers.ToArray();
                        _milestones = milestones.ToArray();
                        if (_schedulers.Any(s => s._optimizer != optimizer)) throw new ArgumentException("All schedules of a sequence must turn the same optimizer.", nameof(schedulers));
                        if (_milestones.Length != _schedulers.Length - 1) throw new ArgumentException($"{_schedulers.Length} schedules need {_schedulers.Length - 1} milestones, not {_milestones.Length}.", nameof(milestones));
                        // The constructors of the parts have each taken a step: back to the start, and the first one again.
                        foreach (var group in optimizer.ParamGroups) group.LearningRate = group.InitialLearningRate;
                        foreach (var scheduler in _schedulers) scheduler._last_epoch--;
                        _schedulers[0].step();
                        _last_lrs = _schedulers[0]._last_lrs;
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var current = _milestones.Count(m => m <= _last_epoch);
                        if (current > 0 && _milestones[current - 1] == _last_epoch) _schedulers[current].step(0);
                        else _schedulers[current].step();
                        return Rates;
                    }
                }
            }

            /// <summary>One schedule after the other; each but the first starts at a milestone.</summary>
            public static LRScheduler SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) => new impl.SequentialLR(optimizer, schedulers, milestones, last_epoch);
        }
    }
}
