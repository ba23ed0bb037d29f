using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module learns.</summary>
    public class Parameter : Tensor
    {
        /// <summary>Takes over the memory of <paramref name="data"/>, which must not be used any more.</summary>
        public Parameter(Tensor data, bool requires_grad = true) : base(Take(data, requires_grad)) { }

        private static nint Take(Tensor data, bool requires_grad)
        {
            data.requires_grad = requires_grad;
            return data.DecoupleFromNativeHandle();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
