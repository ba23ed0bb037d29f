namespace Microsoft.ML.Trainers;

/// <summary>Options of every trainer.</summary>
public abstract class TrainerInputBase
{
    private protected TrainerInputBase()
    {
    }

    /// <summary>A vector of known size of Single.</summary>
    public string FeatureColumnName = "Features";
}
