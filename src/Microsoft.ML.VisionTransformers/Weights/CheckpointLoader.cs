using System.Text;
using TorchSharp;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// Loads a checkpoint into a network, whatever its publisher calls the weights. Everything is compared before the first number is
/// copied, so that a checkpoint that doesn't fit leaves the network as it was.
/// </summary>
internal static class CheckpointLoader
{
    /// <inheritdoc cref="Load(Checkpoint, nn.Module, VisionConfiguration)"/>
    public static CheckpointReport Load(string pathOrFolder, VisionNetwork network)
    {
        using var checkpoint = Checkpoint.Open(pathOrFolder);
        return Load(checkpoint, network);
    }

    /// <inheritdoc cref="Load(Checkpoint, nn.Module, VisionConfiguration)"/>
    public static CheckpointReport Load(Checkpoint checkpoint, VisionNetwork network) => Load(checkpoint, network, network.Configuration);

    /// <summary>
    /// For fine-tuning: the classifier may be of other classes, the position table of another grid, and what only pretraining needs may
    /// be left over. The report says which of these happened.
    /// </summary>
    /// <exception cref="CheckpointMismatchException">The checkpoint doesn't fit; nothing was loaded.</exception>
    public static CheckpointReport Load(Checkpoint checkpoint, nn.Module network, VisionConfiguration configuration)
    {
        var family = VisionFamilies.CheckpointsOf(configuration.Family);
        var naming = family.NamingsOf(checkpoint.Entries).FirstOrDefault() ?? family.KeyMaps[^1];
        var (ours, unknown) = naming.Translate(checkpoint.Entries.Keys);
        var shapes = checkpoint.Shapes(ours);
        var report = new CheckpointReport { Naming = naming.Name };
        var targets = network.state_dict();
        var image = checkpoint.ImageSize;
        var plan = new List<(Tensor Target, KeySource Source, Func<Tensor, Tensor>? Adapt)>();

        foreach (var (key, target) in targets)
        {
            if (!shapes.TryGetValue(key, out var found))
            {
                (family.MayBeFresh(key, shapes, configuration) ? report.Fresh : report.Missing).Add(key);
                continue;
            }
            var adapt = family.Adapt(key, found.Shape, target.shape, configuration, image);
            if (adapt is null && !found.Shape.SequenceEqual(target.shape))
            {
                if (SameButForLeadingOnes(found.Shape, target.shape))
                {
                    report.Loaded.Add(key);
                    plan.Add((target, ours[key], tensor => tensor.reshape(target.shape)));
                    continue;
                }
                if (family.IsHead(key) && found.Shape.Count == target.shape.Length && found.Shape.Count > 0)
                    report.HeadReplaced = $"the checkpoint's classifier has {found.Shape[0]} classes; one for {target.shape[0]} starts anew";
                else
                    report.Misshapen.Add($"{key}: {found} in the checkpoint, [{string.Join(", ", target.shape)}] in the network");
                continue;
            }
            (adapt is null ? report.Loaded : report.Resized).Add(key);
            plan.Add((target, ours[key], adapt));
        }
        foreach (var key in unknown.Concat(ours.Where(pair => !targets.ContainsKey(pair.Key)).SelectMany(pair => pair.Value.Keys)).Distinct())
        {
            var bare = ours.FirstOrDefault(pair => pair.Value.Keys.Contains(key)).Key ?? key;
            (family.MayBeUnused(bare, configuration) ? report.Unused : report.Unexpected).Add(key);
        }
        if (checkpoint.Config is { } config)
            report.Misshapen.AddRange(family.Conflicts(configuration, config));

        if (!report.Fits)
            throw new CheckpointMismatchException(Explain(checkpoint, configuration, report), report);
        foreach (var (target, source, adapt) in plan)
            Copy(checkpoint, target, source, adapt);
        return report;
    }

    /// <summary>
    /// Builds a network and loads a checkpoint into it, as <see cref="Load(Checkpoint, nn.Module, VisionConfiguration)"/> does. No first
    /// values are drawn but for what the checkpoint doesn't bring.
    /// </summary>
    /// <param name="checkpoint">The weights.</param>
    /// <param name="configuration">What the network is built from.</param>
    /// <param name="seed">Seed of the first values.</param>
    /// <param name="build">Builds the network.</param>
    /// <param name="report">What came from where.</param>
    /// <exception cref="CheckpointMismatchException">The checkpoint doesn't fit.</exception>
    public static TNetwork Create<TNetwork>(
        Checkpoint checkpoint, VisionConfiguration configuration, long seed, Func<TNetwork> build, out CheckpointReport report)
        where TNetwork : nn.Module
    {
        using var initialization = DeferredInitialization.Begin();
        var network = build();
        initialization.Dispose();
        try
        {
            report = Load(checkpoint, network, configuration);
            var loaded = report.Loaded.Concat(report.Resized).ToHashSet();
            foreach (var (name, weight) in network.state_dict().Where(pair => !loaded.Contains(pair.Key)))
                initialization.Draw(name, weight, seed);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>
    /// For a network's own saved weights: every key and shape is the same, or nothing is loaded.
    /// </summary>
    /// <exception cref="CheckpointMismatchException">The weights are another network's.</exception>
    public static void LoadExact(Stream stream, nn.Module network, VisionConfiguration configuration)
    {
        using var checkpoint = Checkpoint.Read(stream);
        LoadExact(checkpoint, network, configuration);
    }

    /// <inheritdoc cref="LoadExact(Stream, nn.Module, VisionConfiguration)"/>
    public static void LoadExact(Checkpoint checkpoint, nn.Module network, VisionConfiguration configuration)
    {
        var report = new CheckpointReport { Naming = "own" };
        var targets = network.state_dict();
        foreach (var (key, target) in targets)
        {
            if (!checkpoint.Entries.TryGetValue(key, out var found))
                report.Missing.Add(key);
            else if (!found.Shape.SequenceEqual(target.shape))
                report.Misshapen.Add($"{key}: {found} in the checkpoint, [{string.Join(", ", target.shape)}] in the network");
        }
        report.Unexpected.AddRange(checkpoint.Entries.Keys.Where(key => !targets.ContainsKey(key)));
        if (!report.Fits)
            throw new CheckpointMismatchException(Explain(checkpoint, configuration, report), report);
        foreach (var key in checkpoint.Entries.Keys)
            checkpoint.Read(key, targets[key]);
    }

    /// <summary>A token or table that one library keeps as a batch of one, and another doesn't; a scalar with and without a dimension.</summary>
    private static bool SameButForLeadingOnes(IReadOnlyList<long> one, IReadOnlyList<long> other)
        => one.SkipWhile(size => size == 1).SequenceEqual(other.SkipWhile(size => size == 1));

    private static void Copy(Checkpoint checkpoint, Tensor target, KeySource found, Func<Tensor, Tensor>? adapt)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        if (adapt is null && found.Parts == 1 && !found.Transposed)
        {
            // Each tensor of theirs goes straight to its rows of ours.
            long row = 0;
            foreach (var key in found.Keys)
            {
                var rows = checkpoint.Entries[key].Shape is [var first, ..] ? first : 0;
                checkpoint.Read(key, found.Keys.Count == 1 ? target : target.narrow(0, row, rows));
                row += rows;
            }
            return;
        }
        var source = found.Load(checkpoint.Load);
        if (adapt is not null)
            source = adapt(source.to(ScalarType.Float32));
        target.copy_(source);
    }

    private static string Explain(Checkpoint checkpoint, VisionConfiguration network, CheckpointReport report)
    {
        var message = new StringBuilder($"{checkpoint.Path} does not fit the network, and nothing was loaded. It looks like {checkpoint.Describe()}. ");
        message.Append($"The network is a {network.Family} for {network.ImageHeight}x{network.ImageWidth} pixels with {network.CountParameters():N0} parameters")
            .Append(network is ClassifierConfiguration { NumClasses: var classes } ? $" and {classes} classes." : ".");
        List("Missing", report.Missing);
        List("Unexpected", report.Unexpected);
        List("Different", report.Misshapen);
        return message.ToString();

        void List(string title, List<string> lines)
        {
            if (lines.Count > 0)
                message.Append($"\n{title} ({lines.Count}):\n  ").AppendJoin("\n  ", lines);
        }
    }
}
