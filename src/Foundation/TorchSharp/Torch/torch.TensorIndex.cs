namespace TorchSharp;

public static partial class torch
{
    /// <summary>What stands between the brackets of a tensor: a number, a slice, a tensor, an ellipsis, a new dimension.</summary>
    public struct TensorIndex
    {
        private const long Absent = long.MinValue;

        private readonly long kind, start, stop, step;
        private readonly Tensor tensor;

        private TensorIndex(long kind, long start = 0, long stop = 0, long step = 0, Tensor tensor = null)
            => (this.kind, this.start, this.stop, this.step, this.tensor) = (kind, start, stop, step, tensor);

        public static TensorIndex None = new(0);
        public static TensorIndex Null = new(0);
        public static TensorIndex Ellipsis = new(1);
        public static TensorIndex Colon = Slice();

        public static TensorIndex Bool(bool value) => new(3, value ? 1 : 0);
        public static TensorIndex Single(long? index) => index is null ? None : new(2, index.Value);
        public static TensorIndex Tensor(Tensor tensor) => new(5, tensor: tensor);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(4, start ?? Absent, stop ?? Absent, step ?? Absent);

        public static TensorIndex Slice((int? start, int? end) range) => Slice((long?)range.start, (long?)range.end);

        public static TensorIndex Slice(Range range) => Slice(Bound(range.Start), Bound(range.End));

        /// <summary>From the end: ^0 is no bound, ^1 is -1.</summary>
        private static long? Bound(Index index) => !index.IsFromEnd ? index.Value : index.Value == 0 ? null : -index.Value;

        public static implicit operator TensorIndex(long value) => new(2, value);
        public static implicit operator TensorIndex(Index index) => new(2, index.IsFromEnd ? -index.Value : index.Value);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);
        public static implicit operator Tensor(TensorIndex value) => value.tensor;

        internal NativeIndex Native => new() { Kind = kind, Start = start, Stop = stop, Step = step, Tensor = tensor is null ? 0 : tensor.Handle };
    }
}
