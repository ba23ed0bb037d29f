/// <summary>Something that a paper promises, tried on real data.</summary>
internal interface IExperiment
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>Runs all of it, or goes on with it, and prints its tables.</summary>
    void Run(ExperimentFolder folder);
}
