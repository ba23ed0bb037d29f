namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Up to a high rate, then down to almost none; the momentum goes the other way (Smith and Topin, "Super-Convergence").</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly double[] _first, _highest, _momentumLow, _momentumHigh;
                    private readonly double _finalDivisor;
                    private readonly AnnealStrategy _strategy;
                    private readonly bool _momentum;
                    private readonly int _total;
                    private readonly (double End, int From, int To)[] _phases;

                    /// <summary>The shape of the way up and down.</summary>
                    public enum AnnealStrategy
                    {
                        Cos = 0,
                        Linear = 1
                    }

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, ForEach(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, ForEach(optimizer, base_momentum), ForEach(optimizer, max_momentum), div_factor, final_div_factor, three_phase, last_epoch, verbose) { }

                    public OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, IEnumerable<double> base_momentum = null, IEnumerable<double> max_momentum = null, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (total_steps == -1 && (epochs <= 0 || steps_per_epoch <= 0)) throw new ArgumentException("Give the total steps, or both epochs and steps per epoch.", nameof(total_steps));
                        if (total_steps != -1 && total_steps <= 0) throw new ArgumentException($"The total steps must be positive, not {total_steps}.", nameof(total_steps));
                        if (pct_start is not (>= 0 and <= 1)) throw new ArgumentException($"pct_start must lie between 0 and 1, not {pct_start}.", nameof(pct_start));
                        _total = total_steps > 0 ? total_steps : epochs * steps_per_epoch;
                        (_strategy, _momentum, _finalDivisor) = (anneal_strategy, cycle_momentum, final_div_factor);
                        if (cycle_momentum && optimizer is not (IMomentum or IBetas)) throw new ArgumentException("Cycling the momentum needs an optimizer that has one.", nameof(cycle_momentum));
                        _highest = max_lr.ToArray();
                        if (_highest.Length != _base_lrs.Count) throw new ArgumentException($"max_lr needs one entry for each of {_base_lrs.Count} groups.", nameof(max_lr));
                        _first = _highest.Select(rate => rate / div_factor).ToArray();
                        _momentumLow = (base_momentum ?? ForEach(optimizer, 0.85)).ToArray();
                        _momentumHigh = (max_momentum ?? ForEach(optimizer, 0.95)).ToArray();
                        // The rates: 0 first, 1 highest, 2 least. A phase ends at a step, and goes from one to another.
                        _phases = three_phase
                            ? new[] { (pct_start * _total - 1, 0, 1), (2 * pct_start * _total - 2, 1, 0), (_total - 1.0, 0, 2) }
                            : new[] { (pct_start * _total - 1, 0, 1), (_total - 1.0, 1, 2) };
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch > _total) throw new InvalidOperationException($"The cycle has {_total} steps; this would be step {_last_epoch + 1}.");
                        double start = 0;
                        var phase = _phases[^1];
                        foreach (var p in _phases) {
                            phase = p;
                            if (_last_epoch <= p.End) break;
                            if (p != _phases[^1]) start = p.End;
                        }
                        var done = (_last_epoch - start) / (phase.End - start);
                        if (_momentum) TurnMomentum(phase, done);
                        return _first.Select((_, i) => Between(Rate(i, phase.From), Rate(i, phase.To), done)).ToList();
                    }

                    private double Rate(int group, int which) => which switch { 0 => _first[group], 1 => _highest[group], _ => _first[group] / _finalDivisor };

                    private void TurnMomentum((double End, int From, int To) phase, double done)
                    {
                        int i = 0;
                        foreach (var group in _optimizer.ParamGroups) {
                            double Value(int which) => which == 1 ? _momentumLow[i] : _momentumHigh[i];
                            var value = Between(Value(phase.From), Value(phase.To), done);
                            if (group is IBetas betas) betas.Betas = (value, betas.Betas.Item2);
                            else if (group is IMomentum momentum) momentum.Momentum = value;
                            i++;
                        }
                    }

                    private double Between(double start, double end, double done)
                        => _strategy == AnnealStrategy.Cos ? end + (start - end) / 2 * (Math.Cos(Math.PI * done) + 1) : start + (end - start) * done;

                    private static IEnumerable<double> ForEach(Optimizer optimizer, double value) => optimizer.ParamGroups.Select(_ => value);
                }
            }

            public static LRScheduler OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                => new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);

            public static LRScheduler OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true, IEnumerable<double> base_momentum = null, IEnumerable<double> max_momentum = null, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                => new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);
        }
    }
}
