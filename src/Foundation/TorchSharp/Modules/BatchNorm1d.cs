using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Brings each channel of [N, C] or [N, C, L] to mean 0 and variance 1 over the batch, or by the running statistics in evaluation.</summary>
    public sealed class BatchNorm1d : nn.Module<Tensor, Tensor>
    {
        private readonly double _eps;
        private readonly double _momentum;

        internal BatchNorm1d(long features, double eps, double momentum, bool affine, bool track, Device device, ScalarType? dtype) : base(nameof(BatchNorm1d))
        {
            (_eps, _momentum) = (eps, momentum);
            if (affine) {
                weight = new Parameter(ones(features, dtype, device));
                bias = new Parameter(zeros(features, dtype, device));
            }
            if (!track) return;
            running_mean = zeros(features, dtype, device);
            running_var = ones(features, dtype, device);
            ReplaceRegistered(nameof(num_batches_tracked), zeros(Array.Empty<long>(), dtype ?? ScalarType.Int64, device));
        }

        public Parameter weight
        {
            get => RegisteredParameter(nameof(weight));
            set => ReplaceRegistered(nameof(weight), value ?? throw new ArgumentNullException(nameof(weight)));
        }

        public Parameter bias { get => RegisteredParameter(nameof(bias)); set => ReplaceRegistered(nameof(bias), value); }

        public Tensor running_mean { get => RegisteredBuffer(nameof(running_mean)); set => ReplaceRegistered(nameof(running_mean), value); }

        public Tensor running_var { get => RegisteredBuffer(nameof(running_var)); set => ReplaceRegistered(nameof(running_var), value); }

        public Tensor num_batches_tracked => RegisteredBuffer(nameof(num_batches_tracked));

        public void reset_running_stats()
        {
            running_mean?.zero_();
            running_var?.fill_(1);
            num_batches_tracked?.zero_();
        }

        public override Tensor forward(Tensor input)
        {
            if (input.dim() is not (2 or 3)) throw new ArgumentException($"{GetName()} expects 2 or 3 dimensions, but got [{string.Join(", ", input.shape)}].", nameof(input));
            var (mean, variance) = (running_mean, running_var);
            if (training) num_batches_tracked?.add_(1);
            return nn.functional.batch_norm(input, mean, variance, weight, bias, training || mean is null && variance is null, _momentum, _eps);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static BatchNorm1d BatchNorm1d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device device = null, ScalarType? dtype = null)
                => new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
