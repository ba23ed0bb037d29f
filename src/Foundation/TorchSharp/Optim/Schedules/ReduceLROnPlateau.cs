namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Times factor when a metric has not got better for more than so many steps.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _larger, _relative;
                    private readonly double _factor, _threshold, _eps;
                    private readonly int _patience, _cooldown;
                    private readonly IList<double> _least;
                    private double _best;
                    private int _bad, _resting;

                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double> min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1) throw new ArgumentException("The factor must be less than 1.", nameof(factor));
                        if (mode is not ("min" or "max")) throw new ArgumentException($"The mode is min or max, not '{mode}'.", nameof(mode));
                        if (threshold_mode is not ("rel" or "abs")) throw new ArgumentException($"The threshold mode is rel or abs, not '{threshold_mode}'.", nameof(threshold_mode));
                        var groups = _base_lrs.Count;
                        if (min_lr is not null && min_lr.Count != 1 && min_lr.Count != groups) throw new ArgumentException($"min_lr needs one entry, or one for each of {groups} groups.", nameof(min_lr));
                        _least = Enumerable.Range(0, groups).Select(i => min_lr is null ? 0 : min_lr[min_lr.Count == 1 ? 0 : i]).ToList();
                        (_larger, _relative) = (mode == "max", threshold_mode == "rel");
                        (_factor, _threshold, _eps, _patience, _cooldown) = (factor, threshold, eps, patience, cooldown);
                        _best = _larger ? double.NegativeInfinity : double.PositiveInfinity;
                        _last_epoch = 0;
                    }

                    public override void step() => throw new InvalidOperationException("ReduceLROnPlateau needs the metric in each step.");

                    public override void step(int? epoch) => step();

                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        if (IsBetter(current)) (_best, _bad) = (current, 0);
                        else _bad++;
                        if (_resting > 0) (_resting, _bad) = (_resting - 1, 0);
                        if (_bad > _patience) {
                            Apply(Rates.Select((rate, i) => Math.Max(rate * _factor, _least[i]) is var lower && rate - lower > _eps ? lower : rate).ToList());
                            (_resting, _bad) = (_cooldown, 0);
                        }
                        _last_lrs = Rates.ToList();
                    }

                    private bool IsBetter(double value)
                    {
                        if (_relative) return _larger ? value > _best * (1 + _threshold) : value < _best * (1 - _threshold);
                        return _larger ? value > _best + _threshold : value < _best - _threshold;
                    }
                }
            }

            public static LRScheduler ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double> min_lr = null, double eps = 1e-8, bool verbose = false)
                => new impl.ReduceLROnPlateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps, verbose);
        }
    }
}
