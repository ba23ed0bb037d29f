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
    /// <inheritdoc cref="Load(Checkpoint, VisionNetwork)"/>
    public static CheckpointReport Load(string pathOrFolder, VisionNetwork network)
    {
        using var checkpoint = Checkpoint.Open(pathOrFolder);
        return Load(checkpoint, network);
    }

    /// <summary>
    /// For fine-tuning: the classifier may be of other classes, the position table of another grid, and what only pretraining needs may
    /// be left over. The report says which of these happened.
    /// </summary>
    /// <exception cref="CheckpointMismatchException">The checkpoint doesn't fit; nothing was loaded.</exception>
    public static CheckpointReport Load(Checkpoint checkpoint, VisionNetwork network)
    {
        var family = VisionFamilies.CheckpointsOf(network.Family);
        var naming = family.KeyMaps.FirstOrDefault(map => map.Recognises([.. checkpoint.Entries.Keys])) ?? family.KeyMaps[^1];
        var (ours, unknown) = naming.Translate(checkpoint.Entries.Keys);
        var shapes = checkpoint.Shapes(ours);
        var report = new CheckpointReport { Naming = naming.Name };
        var targets = network.state_dict();
        var plan = new List<(Tensor Target, string[] Keys, Func<Tensor, Tensor>? Adapt)>();

        foreach (var (key, target) in targets)
        {
            if (!shapes.TryGetValue(key, out var found))
            {
                (family.MayBeFresh(key, shapes, network) ? report.Fresh : report.Missing).Add(key);
                continue;
            }
            var adapt = family.Adapt(key, found.Shape, target.shape, network, checkpoint.Config);
            if (adapt is null && !found.Shape.SequenceEqual(target.shape))
            {
                if (network.IsHead(key))
                    report.HeadReplaced = $"the checkpoint's classifier has {found.Shape[0]} classes; one for {network.NumClasses} starts anew";
                else
                    report.Misshapen.Add($"{key}: {found} in the checkpoint, [{string.Join(", ", target.shape)}] in the network");
                continue;
            }
            (adapt is null ? report.Loaded : report.Resized).Add(key);
            plan.Add((target, ours[key], adapt));
        }
        foreach (var key in unknown.Concat(ours.Where(pair => !targets.ContainsKey(pair.Key)).SelectMany(pair => pair.Value)))
        {
            var bare = ours.FirstOrDefault(pair => pair.Value.Contains(key)).Key ?? key;
            (family.MayBeUnused(bare, network) ? report.Unused : report.Unexpected).Add(key);
        }
        if (checkpoint.Config is { } config)
            report.Misshapen.AddRange(family.Conflicts(network, config));

        if (!report.Fits)
            throw new CheckpointMismatchException(Explain(checkpoint, network, report), report);
        foreach (var (target, keys, adapt) in plan)
            Copy(checkpoint, target, keys, adapt);
        return report;
    }

    /// <summary>
    /// For a network's own saved weights: every key and shape is the same, or nothing is loaded.
    /// </summary>
    /// <exception cref="CheckpointMismatchException">The weights are another network's.</exception>
    public static void LoadExact(Stream stream, VisionNetwork network)
    {
        using var checkpoint = Checkpoint.Read(stream);
        LoadExact(checkpoint, network);
    }

    /// <inheritdoc cref="LoadExact(Stream, VisionNetwork)"/>
    public static void LoadExact(Checkpoint checkpoint, VisionNetwork network)
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
            throw new CheckpointMismatchException(Explain(checkpoint, network, report), report);
        foreach (var (key, target) in targets)
            Copy(checkpoint, target, [key], null);
    }

    private static void Copy(Checkpoint checkpoint, Tensor target, string[] keys, Func<Tensor, Tensor>? adapt)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var source = keys.Length == 1 ? checkpoint.Load(keys[0]) : cat([.. keys.Select(checkpoint.Load)], 0);
        if (adapt is not null)
            source = adapt(source.to(ScalarType.Float32));
        target.copy_(source);
    }

    private static string Explain(Checkpoint checkpoint, VisionNetwork network, CheckpointReport report)
    {
        var message = new StringBuilder($"{checkpoint.Path} does not fit the network, and nothing was loaded. It looks like {checkpoint.Describe()}. ");
        var configuration = network.Configuration;
        message.Append($"The network is a {configuration.Family} for {configuration.ImageHeight}x{configuration.ImageWidth} pixels with ")
            .Append($"{configuration.CountParameters():N0} parameters and {configuration.NumClasses} classes.");
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
