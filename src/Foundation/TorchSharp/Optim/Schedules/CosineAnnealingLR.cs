namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Half a cosine down to eta_min in T_max steps, then up again (Loshchilov and Hutter, "SGDR").</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _half, _least;

                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_half, _least) = (T_max, eta_min);
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0) return Rates;
                        // At the turning points the quotient below is 0 / 0.
                        if ((_last_epoch - 1 - _half) % (2 * _half) == 0)
                            return Rates.Select((rate, i) => rate + (_base_lrs[i] - _least) * (1 - Math.Cos(Math.PI / _half)) / 2);
                        return Rates.Select(rate => (1 + Math.Cos(Math.PI * _last_epoch / _half)) / (1 + Math.Cos(Math.PI * (_last_epoch - 1) / _half)) * (rate - _least) + _least);
                    }

                    protected override IEnumerable<double> get_closed_form_lr()
                        => _base_lrs.Select(rate => _least + (rate - _least) * (1 + Math.Cos(Math.PI * _last_epoch / _half)) / 2);
                }
            }

            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) => new impl.CosineAnnealingLR(optimizer, T_max, eta_min, last_epoch, verbose);
        }
    }
}
