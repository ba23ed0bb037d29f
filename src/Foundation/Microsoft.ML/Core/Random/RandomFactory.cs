using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Generators of the library's own kind.</summary>
internal static class RandomFactory
{
    public static TauswortheHybrid Create() => new(new Random());

    public static TauswortheHybrid Create(int? seed) => seed == null ? Create() : new TauswortheHybrid((uint)seed.Value);

    public static TauswortheHybrid Create(uint? seed) => seed == null ? Create() : new TauswortheHybrid(seed.Value);

    public static TauswortheHybrid Create(Random source) => new(source);

    public static int NextSigned(this Random random) =>
        random is TauswortheHybrid own ? own.NextSigned() : random.Next(int.MinValue, int.MaxValue);
}
