namespace Microsoft.ML.Runtime;

/// <summary>The environment of one component.</summary>
internal sealed class Host : HostEnvironmentBase, IHost
{
    public Host(HostEnvironmentBase source, string shortName, string parentFullName, Random random, bool verbose)
        : base(source, shortName, parentFullName, random, verbose) => Root = source.Root;

    public override LocalEnvironment Root { get; }

    public Random Rand => RandomOfHost;
}
