namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Settings of the transforms that turn images or texts into CLIP's vectors.</summary>
public abstract class ClipEmbeddingOptions : ClipOptions
{
    /// <summary>Column of vectors to add. Default <c>Embedding</c>.</summary>
    public string OutputColumnName = "Embedding";

    /// <summary>Column of images or texts. Default null: <see cref="OutputColumnName"/>, which is then replaced, as everywhere in ML.NET.</summary>
    public string? InputColumnName;

    /// <summary>
    /// Whether vectors get length 1. Default true: CLIP compares by direction, and a length says nothing that it was trained for.
    /// </summary>
    public bool Normalize = true;

    internal string Input => InputColumnName ?? OutputColumnName;

    internal override void Check()
    {
        base.Check();
        RequireNames((nameof(OutputColumnName), OutputColumnName));
        if (InputColumnName is not null)
            RequireNames((nameof(InputColumnName), InputColumnName));
    }
}
