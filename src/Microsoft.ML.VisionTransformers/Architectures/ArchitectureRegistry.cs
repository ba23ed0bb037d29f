using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.VisionTransformers.Architectures;

/// <summary>
/// All architectures that can be asked for by name: those with published weights, and those that were registered by the program. Names
/// are compared without regard to case, and <c>_</c> is the same as <c>-</c>.
/// </summary>
public static class ArchitectureRegistry
{
    private static readonly Lock s_lock = new();
    private static readonly List<VisionArchitecture> s_all = [];
    private static readonly Dictionary<string, VisionArchitecture> s_byName = [];
    private static readonly HashSet<string> s_published = [];

    static ArchitectureRegistry()
    {
        var assembly = typeof(ArchitectureRegistry).Assembly;
        foreach (var file in VisionFamilies.RowFiles)
        {
            using var stream = assembly.GetManifestResourceStream($"{typeof(ArchitectureRegistry).Namespace}.{file}")!;
            foreach (var architecture in ArchitectureRows.Read(stream))
                Add(architecture);
        }
        s_published.UnionWith(s_byName.Keys);
    }

    /// <summary>All architectures, published ones first.</summary>
    public static IReadOnlyList<VisionArchitecture> All
    {
        get
        {
            lock (s_lock)
                return [.. s_all];
        }
    }

    /// <summary>The architecture of that name or alias.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the nearest names.</exception>
    public static VisionArchitecture Find(string nameOrAlias)
        => TryFind(nameOrAlias, out var architecture)
            ? architecture
            : throw new ArgumentException(
                $"There is no architecture '{nameOrAlias}'. The nearest names are {string.Join(", ", Nearest(nameOrAlias, 5))}.", nameof(nameOrAlias));

    /// <summary>Looks for the architecture of that name or alias.</summary>
    public static bool TryFind(string nameOrAlias, [NotNullWhen(true)] out VisionArchitecture? architecture)
    {
        ArgumentNullException.ThrowIfNull(nameOrAlias);
        lock (s_lock)
            return s_byName.TryGetValue(Key(nameOrAlias), out architecture);
    }

    /// <summary>
    /// Makes an architecture of your own known by its name and aliases. Registering the same name again replaces it; the names of
    /// published architectures are taken.
    /// </summary>
    /// <exception cref="ArgumentException">Its sizes do not fit together, or a name is that of a published architecture.</exception>
    public static void Register(VisionArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        architecture.Configuration.Validate();
        lock (s_lock)
        {
            foreach (var name in architecture.Aliases.Prepend(architecture.Name))
            {
                if (s_published.Contains(Key(name)))
                    throw new ArgumentException($"'{name}' is the name of the published architecture {s_byName[Key(name)].Name}.", nameof(architecture));
            }
            s_all.RemoveAll(known => Key(known.Name) == Key(architecture.Name));
            foreach (var key in s_byName.Where(pair => Key(pair.Value.Name) == Key(architecture.Name)).Select(pair => pair.Key).ToList())
                s_byName.Remove(key);
            Add(architecture);
        }
    }

    private static void Add(VisionArchitecture architecture)
    {
        s_all.Add(architecture);
        foreach (var name in architecture.Aliases.Prepend(architecture.Name))
            s_byName[Key(name)] = architecture;
    }

    private static string Key(string name) => name.Replace('_', '-').ToLowerInvariant();

    private static IEnumerable<string> Nearest(string name, int count)
    {
        lock (s_lock)
        {
            return [.. s_all.SelectMany(architecture => architecture.Aliases.Prepend(architecture.Name))
                .OrderBy(known => EditDistance(Key(known), Key(name)))
                .Take(count)];
        }
    }

    /// <summary>Levenshtein's distance: insertions, deletions and replacements between two names.</summary>
    private static int EditDistance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
