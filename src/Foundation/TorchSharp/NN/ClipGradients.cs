using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales all gradients by one factor so that their joint norm is no more than the limit; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var scope = NewDisposeScope();
                using var off = no_grad();
                var gradients = Gradients(tensors);
                if (gradients.Count == 0) return 0;
                var norm = TotalNorm(gradients, norm_type);
                var factor = max_norm / (norm + 1e-6);
                if (factor < 1) foreach (var gradient in gradients) gradient.mul_(factor);
                return norm;
            }

            /// <summary>Cuts every element of every gradient to between minus the limit and the limit.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var scope = NewDisposeScope();
                using var off = no_grad();
                foreach (var gradient in Gradients(tensors)) gradient.clamp_(-clip_value, clip_value);
            }

            /// <summary>All parameters one after the other in one vector.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(t => t.view(-1)).ToArray()).MoveToOuterDisposeScope();
            }

            /// <summary>Gives the parameters the values of such a vector.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                using var off = no_grad();
                long start = 0;
                foreach (var parameter in tensors) {
                    var count = parameter.numel();
                    parameter.copy_(vec.narrow(0, start, count).view_as(parameter));
                    start += count;
                }
            }

            private static unsafe double TotalNorm(List<Tensor> gradients, double order)
            {
                double norm;
                fixed (nint* handles = gradients.Select(g => g.Handle).ToArray()) Bridge.Done(Bridge.optim_total_norm(handles, gradients.Count, order, &norm));
                return norm;
            }

            private static List<Tensor> Gradients(IEnumerable<Parameter> parameters)
                => parameters.Select(p => p.grad).Where(g => g is not null).ToList();
        }
    }
}
