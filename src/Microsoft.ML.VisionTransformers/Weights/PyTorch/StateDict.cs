namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>Named tensors that were found in what a pickle holds.</summary>
/// <param name="Container">The path to them, such as <c>model</c> or <c>model_ema/module</c>; null when the file is nothing else.</param>
/// <param name="Tensors">The tensors, in the file's order.</param>
/// <param name="Unreadable">What else has a name there and might be a tensor: the function or class that would make it.</param>
internal sealed record StateDict(
    string? Container, IReadOnlyDictionary<string, TorchTensor> Tensors, IReadOnlyDictionary<string, string> Unreadable)
{
    // In this order: training programs keep the weights under the first of these that they have.
    private static readonly string[] s_containers = ["model", "state_dict", "model_state_dict", "module"];
    private static readonly string[] s_averages = ["model_ema", "state_dict_ema", "ema_state_dict", "ema"];

    private const int MaxDepth = 4;

    /// <summary>Finds the weights in a file's only object.</summary>
    /// <param name="root">What the pickle holds.</param>
    /// <param name="average">Take the moving average that training keeps beside the weights.</param>
    /// <exception cref="CheckpointFormatException">There are none; the message says what there is instead.</exception>
    public static StateDict Find(object? root, bool average)
    {
        if (average)
        {
            foreach (var name in s_averages)
            {
                if ((root as PickleDictionary)?.Find(name) is { } kept && Unwrap(kept, name, 1) is { } found)
                    return found;
            }
            throw new CheckpointFormatException($"it keeps no moving average of the weights: {Contents(root)}.");
        }
        return Unwrap(root, null, 0)
            ?? throw new CheckpointFormatException($"no weights were found in it: {Contents(root)}. Save the network's state dict, or name a file that holds one.");
    }

    private static StateDict? Unwrap(object? value, string? path, int depth)
    {
        if (value is PickleObject { Attributes: not null } module)
            return ModuleTensors.Collect(module) is { Tensors.Count: > 0 } collected ? collected with { Container = path } : null;
        if (value is not PickleDictionary dictionary || depth > MaxDepth)
            return null;
        foreach (var name in s_containers)
        {
            if (dictionary.Find(name) is { } inner && Unwrap(inner, path is null ? name : $"{path}/{name}", depth + 1) is { } found)
                return found;
        }
        var tensors = new Dictionary<string, TorchTensor>();
        var unreadable = new Dictionary<string, string>();
        foreach (var (name, item) in dictionary.Items)
        {
            if (item is TorchTensor tensor)
                tensors[name] = tensor;
            else if (item is PickleObject unknown)
                unreadable[name] = unknown.Origin;
        }
        return tensors.Count > 0 ? new StateDict(path, tensors, unreadable) : null;
    }

    private static string Contents(object? root) => root switch
    {
        PickleDictionary { Items.Count: 0 } => "it holds an empty dictionary",
        PickleDictionary dictionary => "it holds a dictionary with "
            + string.Join(", ", dictionary.Items.Take(12).Select(item => $"'{item.Key}' ({Kind(item.Value)})")) + (dictionary.Items.Count > 12 ? ", ..." : ""),
        _ => $"it holds {Kind(root)}",
    };

    private static string Kind(object? value) => value switch
    {
        null => "nothing",
        TorchTensor tensor => $"a tensor [{string.Join(", ", tensor.Shape)}]",
        PickleDictionary dictionary => $"a dictionary of {dictionary.Items.Count + dictionary.Others}",
        List<object?> list => $"a list of {list.Count}",
        PickleTuple tuple => $"a tuple of {tuple.Items.Length}",
        PickleObject unknown => $"an object of {unknown.Origin}",
        string => "text",
        bool or long or double => "a number",
        _ => "something else",
    };
}
