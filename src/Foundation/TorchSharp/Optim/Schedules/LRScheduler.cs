namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimizer, step by step. The first step is taken by the constructor.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;
                internal Optimizer _optimizer;
                internal int _last_epoch = -1;
                internal bool _verbose;
                internal IList<double> _last_lrs;
                internal IList<double> _base_lrs;

                protected LRScheduler() { }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    _optimizer = optimizer ?? throw new ArgumentNullException(nameof(optimizer));
                    _last_epoch = last_epoch;
                    _verbose = verbose;
                    _base_lrs = optimizer.ParamGroups.Select(g => g.InitialLearningRate).ToList();
                    _last_lrs = Rates.ToList();
                }

                private protected IEnumerable<double> Rates => _optimizer.ParamGroups.Select(g => g.LearningRate);

                private protected IEnumerable<double> ByFactor(double factor) => Rates.Select(rate => rate * factor);

                public virtual void step() => step((int?)null);

                /// <summary>Goes one step on, or, when a number is given, to that one.</summary>
                public virtual void step(int? epoch)
                {
                    _step_count++;
                    _last_epoch = epoch ?? _last_epoch + 1;
                    Apply((epoch is null ? get_lr() : get_closed_form_lr()).ToList());
                }

                /// <summary>The metric matters to <see cref="impl.ReduceLROnPlateau"/> only.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                public IEnumerable<double> get_last_lr() => _last_lrs;

                /// <summary>The rates of this step, from those of the last one.</summary>
                protected virtual IEnumerable<double> get_lr() => Rates;

                /// <summary>The rates of this step, from the first ones.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                private protected void Apply(IList<double> rates)
                {
                    int i = 0;
                    foreach (var group in _optimizer.ParamGroups) {
                        if (i >= rates.Count) break;
                        group.LearningRate = rates[i];
                        if (_verbose && _last_lrs[i] != rates[i]) Console.WriteLine($"Adjusting learning rate to {rates[i]}");
                        i++;
                    }
                    _last_lrs = rates;
                }
            }
        }
    }
}
