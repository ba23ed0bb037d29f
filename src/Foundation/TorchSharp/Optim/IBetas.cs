namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Optimizers with two decay rates of running averages.</summary>
        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }
    }
}
