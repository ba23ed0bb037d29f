namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>
/// Random numbers that depend on nothing but (seed, epoch, index), so that an image is augmented the same way whichever worker
/// thread takes it and whatever happened before. SplitMix64 (Steele, Lea and Flood, 2014): one 64-bit state, passes BigCrush.
/// </summary>
internal struct SeededRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state;

    public SeededRandom(long seed, long epoch = 0, long index = 0) =>
        _state = Mix(Mix(Mix((ulong)seed + Step) ^ (ulong)epoch * Step) ^ (ulong)index * 0xD1B54A32D192ED03);

    public ulong Next() => Mix(_state += Step);

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform in 0 .. count - 1.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>From the normal distribution of mean 0 and deviation 1, by Box and Muller's method.</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>One of 0 .. weights - 1, each as likely as its weight says.</summary>
    public int Choice(ReadOnlySpan<double> weights)
    {
        double total = 0;
        foreach (double weight in weights)
            total += weight;
        double left = total * NextDouble();
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0)
                continue;
            if (left < weights[i])
                return i;
            left -= weights[i];
            last = i;
        }
        return last; // rounding
    }

    /// <summary>A permutation of 0 .. count - 1.</summary>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (int i = 0; i < count; i++)
        {
            int other = Below(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
