namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The last rates times a function of the step.</summary>
                public class MultiplicativeLR : LRScheduler
                {
                    private readonly List<Func<int, double>> _factors;

                    public MultiplicativeLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        _factors = optimizer.ParamGroups.Select(_ => lr_lambda).ToList();
                        step();
                    }

                    public MultiplicativeLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        _factors = lr_lambdas.ToList();
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => _last_epoch == 0 ? Rates : Rates.Select((rate, i) => rate * _factors[i](_last_epoch));
                }
            }

            public static LRScheduler MultiplicativeLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) => new impl.MultiplicativeLR(optimizer, lr_lambda, last_epoch, verbose);
        }
    }
}
