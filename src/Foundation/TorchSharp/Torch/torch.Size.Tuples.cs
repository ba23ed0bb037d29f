namespace TorchSharp;

public static partial class torch
{
    public partial struct Size
    {
        public Size((int, int) size) => Shape = [size.Item1, size.Item2];
        public Size((int, int, int) size) => Shape = [size.Item1, size.Item2, size.Item3];
        public Size((int, int, int, int) size) => Shape = [size.Item1, size.Item2, size.Item3, size.Item4];
        public Size((int, int, int, int, int) size) => Shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5];
        public Size((int, int, int, int, int, int) size) => Shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5, size.Item6];
        public Size((long, long) size) => Shape = [size.Item1, size.Item2];
        public Size((long, long, long) size) => Shape = [size.Item1, size.Item2, size.Item3];
        public Size((long, long, long, long) size) => Shape = [size.Item1, size.Item2, size.Item3, size.Item4];
        public Size((long, long, long, long, long) size) => Shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5];
        public Size((long, long, long, long, long, long) size) => Shape = [size.Item1, size.Item2, size.Item3, size.Item4, size.Item5, size.Item6];
        public static implicit operator Size((long, long) size) => new(size);
        public static implicit operator Size((long, long, long) size) => new(size);
        public static implicit operator Size((long, long, long, long) size) => new(size);
        public static implicit operator Size((long, long, long, long, long) size) => new(size);
        public static implicit operator Size((long, long, long, long, long, long) size) => new(size);
    }
}
