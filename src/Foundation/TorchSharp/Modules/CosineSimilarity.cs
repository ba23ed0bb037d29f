using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The cosine of the angle between two vectors.</summary>
    public sealed class CosineSimilarity : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly long _dim;
        private readonly double _eps;

        internal CosineSimilarity(long dim, double eps) : base(nameof(CosineSimilarity)) => (_dim, _eps) = (dim, eps);

        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.cosine_similarity(input1, input2, _dim, _eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static CosineSimilarity CosineSimilarity(long dim = 1, double eps = 1e-8) => new(dim, eps);
        }
    }
}
