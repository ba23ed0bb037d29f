namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>Where numbers lie on an axis, and the round ones to write beside it.</summary>
/// <param name="Low">The axis' beginning.</param>
/// <param name="High">Its end, above <paramref name="Low"/>.</param>
/// <param name="Tick">The distance of the numbers to write: 1, 2 or 5 times a power of ten.</param>
internal readonly record struct PlotAxis(double Low, double High, double Tick)
{
    private const int Ticks = 5;

    /// <summary>An axis that holds all of the numbers, from a round one to a round one; those that are not finite don't count.</summary>
    public static PlotAxis Around(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty().ToArray();
        var (low, high) = (finite.Min(), finite.Max());
        if (high - low <= Math.Abs(high) * 1e-9) // a level line, in the middle
        {
            var around = high == 0 ? 1 : Math.Abs(high) / 2;
            (low, high) = (low - around, high + around);
        }
        var rough = (high - low) / Ticks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var tick = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        return new PlotAxis(Math.Floor(low / tick) * tick, Math.Ceiling(high / tick) * tick, tick);
    }

    /// <summary>The numbers to write, from low to high.</summary>
    public IEnumerable<double> Marks()
    {
        for (var i = 0; i <= Math.Round((High - Low) / Tick); i++)
            yield return Math.Round((Low + i * Tick) / Tick) * Tick;
    }

    /// <summary>Where a number is: 0 at the beginning, 1 at the end.</summary>
    public double Place(double value) => (value - Low) / (High - Low);
}
