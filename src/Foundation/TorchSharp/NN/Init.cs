using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>First values of parameters. Each fills its tensor in place, outside the graph, and returns a tensor over the same memory.</summary>
        public static partial class init
        {
            public enum FanInOut
            {
                FanIn = 0,
                FanOut = 1
            }

            public enum NonlinearityType
            {
                Linear = 0,
                Conv1D = 1,
                Conv2D = 2,
                Conv3D = 3,
                ConvTranspose1D = 4,
                ConvTranspose2D = 5,
                ConvTranspose3D = 6,
                Sigmoid = 7,
                Tanh = 8,
                ReLU = 9,
                LeakyReLU = 10
            }

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator generator = null)
                => Fill(tensor, t => t.uniform_(low, high, generator));

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator generator = null)
                => Fill(tensor, t => t.normal_(mean, std, generator));

            public static Tensor constant_(Tensor tensor, Scalar val) => Fill(tensor, t => t.fill_(val));

            public static Tensor ones_(Tensor tensor) => Fill(tensor, t => t.fill_(1));

            public static Tensor zeros_(Tensor tensor) => Fill(tensor, t => t.zero_());

            /// <summary>Ones on the diagonal of a matrix.</summary>
            public static Tensor eye_(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length != 2) throw Unfit("A matrix has two dimensions", tensor);
                using var ones = eye(shape[0], shape[1], tensor.dtype, tensor.device);
                return Fill(tensor, t => t.copy_(ones));
            }

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                var bound = Math.Sqrt(3) * gain * Math.Sqrt(2.0 / (fanIn + fanOut));
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1) => xavier_uniform_(tensor, gain);

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            public static Tensor glorot_normal_(Tensor tensor, double gain = 1) => xavier_normal_(tensor, gain);

            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
                => normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            /// <summary>
            /// Normal values cut off at a and b: uniform numbers between the distribution function's values there, through its inverse.
            /// </summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator generator = null)
            {
                double low = 2 * Normal((a - mean) / std) - 1, high = 2 * Normal((b - mean) / std) - 1;
                return Fill(tensor, t => t.uniform_(low, high, generator).erfinv_().mul_(std * Math.Sqrt(2)).add_(mean).clamp_(a, b));

                static double Normal(double x)
                {
                    using var value = torch.tensor(x / Math.Sqrt(2), ScalarType.Float64);
                    using var erf = value.erf();
                    return (1 + erf.item<double>()) / 2;
                }
            }

            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) => nonlinearity switch {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                _ => 1
            };

            /// <summary>How many numbers flow into and out of one unit of a weight [out, in, kernel...].</summary>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2) throw Unfit("Fan in and fan out need at least two dimensions", tensor);
                var kernel = shape[2..].Aggregate(1L, (x, y) => x * y);
                return (shape[1] * kernel, shape[0] * kernel);
            }

            /// <summary>How libtorch starts linear layers and convolutions: the weight first, so that a seed gives the same numbers.</summary>
            internal static void ResetAffine(Parameter weight, Parameter bias)
            {
                var (fanIn, _) = CalculateFanInAndFanOut(weight);
                if (fanIn == 0) return;
                kaiming_uniform_(weight, Math.Sqrt(5)).Dispose();
                if (bias is not null) uniform_(bias, -1 / Math.Sqrt(fanIn), 1 / Math.Sqrt(fanIn)).Dispose();
            }

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static Tensor Fill(Tensor tensor, Func<Tensor, Tensor> fill)
            {
                using (no_grad()) {
                    fill(tensor);
                    return tensor.alias();
                }
            }

            private static Exception Unfit(string need, Tensor tensor)
                => new System.Runtime.InteropServices.ExternalException($"{need}, but the tensor is [{string.Join(", ", tensor.shape)}].");
        }
    }
}
