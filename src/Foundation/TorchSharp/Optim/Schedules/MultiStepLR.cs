namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Times gamma at each milestone.</summary>
                public class MultiStepLR : LRScheduler
                {
                    private readonly IList<int> _milestones;
                    private readonly double _gamma;

                    public MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_milestones, _gamma) = (milestones, gamma);
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var times = _milestones.Count(m => m == _last_epoch);
                        return times == 0 ? Rates : ByFactor(Math.Pow(_gamma, times));
                    }

                    protected override IEnumerable<double> get_closed_form_lr()
                    {
                        var passed = _milestones.Count(m => m <= _last_epoch);
                        return _base_lrs.Select(rate => rate * Math.Pow(_gamma, passed));
                    }
                }
            }

            public static LRScheduler MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) => new impl.MultiStepLR(optimizer, milestones, gamma, last_epoch, verbose);
        }
    }
}
