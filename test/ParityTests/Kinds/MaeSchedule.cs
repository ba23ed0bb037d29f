using System.Text.Json.Nodes;

namespace ParityTests.Kinds;

/// <summary>MAE's learning rate at a position of the run, counted in epochs.</summary>
internal static class MaeSchedule
{
    public static double Rate(double position, JsonNode settings)
        => Rate(position, (double)settings["lr"]!, (double)settings["min_lr"]!, (double)settings["warmup_epochs"]!, (double)settings["epochs"]!);

    public static double Rate(double position, double rate, double minimum, double warmup, double epochs)
        => position < warmup
            ? rate * position / warmup
            : minimum + (rate - minimum) * 0.5 * (1 + Math.Cos(Math.PI * (position - warmup) / (epochs - warmup)));
}
