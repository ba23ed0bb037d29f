namespace ParityTests;

/// <summary>Runs the fixtures of some families.</summary>
internal interface IFixtureKind
{
    bool Runs(string family);

    void Run(Fixture fixture, Comparison comparison);
}
