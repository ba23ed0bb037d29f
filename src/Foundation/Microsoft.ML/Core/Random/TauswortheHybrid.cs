namespace Microsoft.ML.Runtime;

/// <summary>
/// The library's random numbers: three combined Tausworthe generators and a linear congruential one, xor-ed (L'Ecuyer 1996;
/// GPU Gems 3, chapter 37). Which rows a split or a shuffle picks depends on it, so it is followed to the bit.
/// </summary>
internal sealed class TauswortheHybrid : Random
{
    private uint _a, _b, _c, _d;

    /// <summary>Each part of the state is the Murmur round of the one before with the seed.</summary>
    public TauswortheHybrid(uint seed) : this(new State(seed))
    {
    }

    public TauswortheHybrid(State state) => (_a, _b, _c, _d) = (state.A, state.B, state.C, state.D);

    /// <summary>A state drawn from another generator; the Tausworthe parts degenerate below 128.</summary>
    public TauswortheHybrid(Random source)
    {
        _a = DrawAtLeast128(source);
        _b = DrawAtLeast128(source);
        _c = DrawAtLeast128(source);
        _d = Draw(source);
    }

    /// <summary>All that is needed to go on with the same numbers.</summary>
    public readonly record struct State(uint A, uint B, uint C, uint D)
    {
        public State(uint seed) : this(seed, Murmur.Round(seed, seed), 0, 0)
        {
            C = Murmur.Round(B, seed);
            D = Murmur.Round(C, seed);
        }

        public void Save(BinaryWriter writer)
        {
            writer.Write(A);
            writer.Write(B);
            writer.Write(C);
            writer.Write(D);
        }

        public static State Load(BinaryReader reader) => new(reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32());
    }

    public State GetState() => new(_a, _b, _c, _d);

    private static uint Draw(Random source) => (uint)source.Next(1 << 16) << 16 | (uint)source.Next(1 << 16);

    private static uint DrawAtLeast128(Random source)
    {
        while (true)
            if (Draw(source) is var drawn and >= 128)
                return drawn;
    }

    private uint NextBits()
    {
        _a = (_a & ~1u) << 12 ^ (_a << 13 ^ _a) >> 19;
        _b = (_b & ~7u) << 4 ^ (_b << 2 ^ _b) >> 25;
        _c = (_c & ~15u) << 17 ^ (_c << 3 ^ _c) >> 11;
        _d = unchecked(1664525 * _d + 1013904223);
        return _a ^ _b ^ _c ^ _d;
    }

    public int NextSigned() => (int)NextBits();

    // Nine bits are dropped: the rest converts exactly, and never rounds up to 1.
    public override float NextSingle() => (NextBits() >> 9) * (1f / (1 << 23));

    public override double NextDouble() => NextBits() * (1.0 / (1L << 32));

    protected override double Sample() => NextDouble();

    // The top bit is folded away by adding it to itself.
    public override int Next()
    {
        var bits = NextBits();
        return unchecked((int)(bits + (bits & 0x80000000)));
    }

    public override int Next(int maxValue)
    {
        Contracts.CheckParam(maxValue >= 0, nameof(maxValue), "maxValue must be non-negative");
        return (int)((ulong)NextBits() * (ulong)maxValue >> 32);
    }

    public override int Next(int minValue, int maxValue)
    {
        Contracts.CheckParam(minValue <= maxValue, nameof(minValue), "minValue must be less than or equal to maxValue.");
        return (int)((long)(NextDouble() * ((long)maxValue - minValue)) + minValue);
    }

    public override void NextBytes(byte[] buffer)
    {
        Contracts.CheckValue(buffer, nameof(buffer));
        for (var i = 0; i < buffer.Length; i++)
            buffer[i] = (byte)Next();
    }
}
