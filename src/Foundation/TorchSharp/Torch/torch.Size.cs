using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The shape of a tensor.</summary>
    public partial struct Size : IEnumerable<long>
    {
        public static Size Empty = new(Array.Empty<long>());

        public Size(long[] shape) => Shape = shape.ToArray();
        public Size(int[] shape) => Shape = shape.Select(s => (long)s).ToArray();
        public Size(IEnumerable<long> shape) => Shape = shape.ToArray();
        public Size(long size) => Shape = [size];
        public Size(int size) => Shape = [size];

        public long[] Shape { get; }
        public int Length => Shape.Length;
        public bool IsEmpty => Shape.Length == 0;
        public bool IsScalar => Shape.Length == 0;
        public long this[int idx] => Shape[idx];
        public long this[long idx] => Shape[(int)idx];

        public long numel() => Shape.Aggregate(1L, (product, size) => product * size);
        public Size Slice(int first, int next) => new(Shape[first..next]);
        public IEnumerable<long> Take(int i) => Shape.Take(i);

        public static implicit operator Size(long size) => new(size);
        public static implicit operator Size(long[] size) => new(size);

        public static Size operator +(Size left, Size right) => new(left.Shape.Concat(right.Shape));
        public static Size operator +(Size left, IEnumerable<long> right) => new(left.Shape.Concat(right));
        public static bool operator ==(Size left, Size right) => left.Shape.AsSpan().SequenceEqual(right.Shape);
        public static bool operator !=(Size left, Size right) => !(left == right);

        public override bool Equals(object obj) => obj is Size other && this == other;
        public override int GetHashCode() => Shape.Aggregate(17, HashCode.Combine);

        public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Shape).GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
