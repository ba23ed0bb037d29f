namespace Microsoft.ML.Trainers;

/// <summary>Options of trainers that learn from labels, where some examples may count more than others.</summary>
public abstract class TrainerInputBaseWithWeight : TrainerInputBaseWithLabel
{
    private protected TrainerInputBaseWithWeight()
    {
    }

    /// <summary>A column of Single; null for examples that all count 1.</summary>
    public string ExampleWeightColumnName;
}
