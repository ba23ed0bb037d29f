namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>
/// Tensors that hang off objects instead of lying in a dictionary: the modules of a TorchScript archive, and networks that were pickled
/// whole. Their names are the paths of attributes, as a state dict would have them.
/// </summary>
internal static class ModuleTensors
{
    // Deeper than any network; also ends cycles.
    private const int MaxDepth = 40;
    private const int MaxVisits = 200_000;

    // Where torch.nn.Module keeps what it registers; the tables are no part of a name.
    private static readonly string[] s_registries = ["_parameters", "_buffers", "_modules"];

    public static StateDict Collect(PickleObject module)
    {
        var tensors = new Dictionary<string, TorchTensor>();
        var visits = 0;
        Visit(module.Attributes!, "", 0);
        return new StateDict(null, tensors, new Dictionary<string, string>());

        void Visit(PickleDictionary attributes, string prefix, int depth)
        {
            if (depth > MaxDepth || ++visits > MaxVisits)
                throw new CheckpointFormatException("its modules are nested without end.");
            foreach (var (name, value) in attributes.Items)
            {
                if (value is TorchTensor tensor)
                    tensors.TryAdd(prefix + name, tensor);
                else if (value is PickleObject { Attributes: { } inner })
                    Visit(inner, $"{prefix}{name}.", depth + 1);
                else if (value is PickleDictionary registry && s_registries.Contains(name))
                    Visit(registry, prefix, depth + 1);
            }
        }
    }
}
