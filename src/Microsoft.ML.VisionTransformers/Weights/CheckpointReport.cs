namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>What became of a checkpoint's tensors, by our names where they have one.</summary>
internal sealed record CheckpointReport
{
    /// <summary>The naming that the checkpoint uses.</summary>
    public required string Naming { get; init; }

    public List<string> Loaded { get; } = [];

    /// <summary>Position tables that were resampled to the network's grid.</summary>
    public List<string> Resized { get; } = [];

    /// <summary>Set when the classifier is for another number of classes, and the network's own first values were kept.</summary>
    public string? HeadReplaced { get; set; }

    /// <summary>Weights of the network that kept their first values, as is usual when fine-tuning.</summary>
    public List<string> Fresh { get; } = [];

    /// <summary>Tensors of the checkpoint that only its pretraining needed.</summary>
    public List<string> Unused { get; } = [];

    public List<string> Missing { get; } = [];

    public List<string> Unexpected { get; } = [];

    public List<string> Misshapen { get; } = [];

    public bool Fits => Missing.Count == 0 && Unexpected.Count == 0 && Misshapen.Count == 0;

    /// <summary>A sentence or two for the log.</summary>
    public string Summary
    {
        get
        {
            List<string> parts = [$"{Loaded.Count} tensors loaded ({Naming} names)"];
            if (Resized.Count > 0)
                parts.Add($"resampled: {string.Join(", ", Resized)}");
            if (HeadReplaced is not null)
                parts.Add(HeadReplaced);
            if (Fresh.Count > 0)
                parts.Add($"kept at their first values: {string.Join(", ", Fresh)}");
            if (Unused.Count > 0)
                parts.Add($"not used: {string.Join(", ", Unused)}");
            return string.Join("; ", parts) + ".";
        }
    }
}
