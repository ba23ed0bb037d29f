using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>
/// 128 bits that stay with a row through filters and shuffles. New ids are made of old ones by unfinished rounds of 128-bit
/// MurmurHash3: they have to be distinct, not well mixed.
/// </summary>
public readonly struct DataViewRowId(ulong low, ulong high) : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    private const ulong First = 0x87c37b91114253d5, Second = 0x4cf5ad432745937f;

    public readonly ulong Low = low;
    public readonly ulong High = high;

    /// <summary>As if 16 zero bytes had been hashed.</summary>
    public DataViewRowId Next() => Round(0, 0);

    /// <summary>Like <see cref="Next"/>, with a bit that tells the two branches apart.</summary>
    public DataViewRowId Fork()
    {
        var next = Round(0, 0);
        return new DataViewRowId(next.Low ^ BitOperations.RotateLeft(First, 31) * Second, next.High);
    }

    /// <summary>As if the other id, forked first, had been hashed.</summary>
    public DataViewRowId Combine(DataViewRowId other)
    {
        other = other.Fork();
        return Round(BitOperations.RotateLeft(other.Low * First, 31) * Second, BitOperations.RotateLeft(other.High * Second, 33) * First);
    }

    private DataViewRowId Round(ulong lowBlock, ulong highBlock)
    {
        var low = (BitOperations.RotateLeft(Low ^ lowBlock, 27) + High) * 5 + 0x52dce729;
        var high = (BitOperations.RotateLeft(High ^ highBlock, 31) + low) * 5 + 0x38495ab5;
        return new DataViewRowId(low, high);
    }

    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => (int)((uint)Low ^ (uint)(Low >> 32) ^ (uint)(High << 7) ^ (uint)(High >> 57) ^ (uint)(High >> 25));

    public override string ToString() => $"{High:x16}{Low:x16}";
}
