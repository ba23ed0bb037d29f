namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>A constant factor until so many steps are done.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _total;

                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_factor, _total) = (factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                        => _last_epoch == 0 ? ByFactor(_factor) : _last_epoch == _total ? ByFactor(1 / _factor) : Rates;

                    protected override IEnumerable<double> get_closed_form_lr() => _base_lrs.Select(rate => _last_epoch < _total ? rate * _factor : rate);
                }
            }

            public static LRScheduler ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) => new impl.ConstantLR(optimizer, factor, total_iters, last_epoch, verbose);
        }
    }
}
