namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Up and down between two rates, again and again (Smith, "Cyclical Learning Rates").</summary>
                public class CyclicLR : LRScheduler
                {
                    private readonly double[] _low, _high, _momentumLow, _momentumHigh;
                    private readonly double _length, _share;
                    private readonly Func<double, double> _scale;
                    private readonly bool _byCycle, _momentum;

                    /// <summary>How the height changes from cycle to cycle: not at all, by half, by gamma.</summary>
                    public enum Mode
                    {
                        Triangular = 0,
                        Triangular2 = 1,
                        ExpRange = 2
                    }

                    /// <summary>Whether the scale is a function of the cycle or of the step.</summary>
                    public enum ScaleMode
                    {
                        Cycle = 0,
                        Iterations = 1
                    }

                    public CyclicLR(Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double> scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, ForEach(optimizer, base_lr), ForEach(optimizer, max_lr), step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, ForEach(optimizer, base_momentum), ForEach(optimizer, max_momentum), last_epoch, verbose) { }

                    public CyclicLR(Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double> scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, IEnumerable<double> base_momentum = null, IEnumerable<double> max_momentum = null, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (cycle_momentum && optimizer is not IMomentum) throw new ArgumentException("Cycling the momentum needs an optimizer that has one.", nameof(cycle_momentum));
                        _length = step_size_up + (step_size_down == -1 ? step_size_up : step_size_down);
                        _share = step_size_up / _length;
                        (_low, _high, _momentum) = (base_lr.ToArray(), max_lr.ToArray(), cycle_momentum);
                        _base_lrs = _low;
                        _momentumLow = (base_momentum ?? ForEach(optimizer, 0.8)).ToArray();
                        _momentumHigh = (max_momentum ?? ForEach(optimizer, 0.9)).ToArray();
                        _scale = scale_fn ?? mode switch { Mode.Triangular2 => cycle => Math.Pow(2, 1 - cycle), Mode.ExpRange => x => Math.Pow(gamma, x), _ => _ => 1.0 };
                        _byCycle = scale_fn is null ? mode != Mode.ExpRange : scale_mode == ScaleMode.Cycle;
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + _last_epoch / _length);
                        var x = 1 + _last_epoch / _length - cycle;
                        var height = (x <= _share ? x / _share : (x - 1) / (_share - 1)) * _scale(_byCycle ? cycle : _last_epoch);
                        if (_momentum) {
                            int i = 0;
                            foreach (var group in _optimizer.ParamGroups) {
                                ((IMomentum)group).Momentum = _momentumHigh[i] - (_momentumHigh[i] - _momentumLow[i]) * height;
                                i++;
                            }
                        }
                        return _low.Select((low, i) => low + (_high[i] - low) * height).ToList();
                    }

                    private static IEnumerable<double> ForEach(Optimizer optimizer, double value) => optimizer.ParamGroups.Select(_ => value);
                }
            }

            public static LRScheduler CyclicLR(Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1.0, Func<double, double> scale_fn = null, impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                => new impl.CyclicLR(optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, base_momentum, max_momentum, last_epoch, verbose);

            public static LRScheduler CyclicLR(Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1, impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1.0, Func<double, double> scale_fn = null, impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true, IEnumerable<double> base_momentum = null, IEnumerable<double> max_momentum = null, int last_epoch = -1, bool verbose = false)
                => new impl.CyclicLR(optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, base_momentum, max_momentum, last_epoch, verbose);
        }
    }
}
