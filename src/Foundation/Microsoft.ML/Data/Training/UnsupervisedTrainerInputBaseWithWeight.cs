namespace Microsoft.ML.Trainers;

/// <summary>Options of trainers that need no labels.</summary>
public abstract class UnsupervisedTrainerInputBaseWithWeight : TrainerInputBase
{
    private protected UnsupervisedTrainerInputBaseWithWeight()
    {
    }

    /// <summary>A column of Single; null for examples that all count 1.</summary>
    public string ExampleWeightColumnName;
}
