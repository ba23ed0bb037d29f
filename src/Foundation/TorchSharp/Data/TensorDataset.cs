using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The rows of some tensors of equal length.</summary>
    public class TensorDataset : utils.data.IterableDataset
    {
        private readonly Tensor[] _tensors;

        internal TensorDataset(params Tensor[] tensors)
        {
            if (tensors is null || tensors.Length == 0) throw new ArgumentNullException(nameof(tensors));
            if (tensors.Any(t => t.shape[0] != tensors[0].shape[0]))
                throw new ArgumentException($"The tensors differ in length: {string.Join(", ", tensors.Select(t => t.shape[0]))}.", nameof(tensors));
            // Aliases, so that disposing the data set leaves the caller's tensors alone.
            _tensors = tensors.Select(t => t.alias().DetachFromDisposeScope()).ToArray();
        }

        public override long Count => _tensors[0].shape[0];

        public IList<Tensor> this[long index] => _tensors.Select(t => t[index]).ToList();

        public override IList<Tensor> GetTensor(long index) => this[index];

        protected override void Dispose(bool disposing)
        {
            if (disposing) foreach (var tensor in _tensors) tensor.Dispose();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class utils
        {
            public static partial class data
            {
                public static TensorDataset TensorDataset(params Tensor[] tensors) => new(tensors);
            }
        }
    }
}
