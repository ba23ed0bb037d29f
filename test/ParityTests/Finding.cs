namespace ParityTests;

/// <summary>The largest deviation in one tensor, measured by what is allowed where it occurs.</summary>
internal sealed record Finding(string Name, Aspect Aspect, double Deviation, double Allowed, string? Problem)
{
    public bool Passed => Problem is null && Deviation <= Allowed;

    /// <summary>Above 1 fails.</summary>
    public double Share => Allowed == 0 ? (Deviation == 0 ? 0 : double.PositiveInfinity) : Deviation / Allowed;
}
