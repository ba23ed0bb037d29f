/// <summary>Where an experiment keeps its trainings and finds them again: artifacts/evidence/NAME.</summary>
/// <param name="Path">The folder; it exists.</param>
/// <param name="IsShort">Whether a few images and epochs will do, to see that everything works.</param>
internal sealed record ExperimentFolder(string Path, bool IsShort)
{
    /// <summary>A folder within it, made where it is missing.</summary>
    public string Of(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    /// <summary>The result of a step that took long, kept in a file: computed once, and read when the experiment is started again.</summary>
    public double Once(string name, Func<double> compute)
    {
        var file = System.IO.Path.Combine(Path, name + ".txt");
        if (File.Exists(file))
            return double.Parse(File.ReadAllText(file));
        var value = compute();
        File.WriteAllText(file, value.ToString("R"));
        return value;
    }
}
