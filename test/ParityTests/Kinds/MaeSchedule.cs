using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Training;

namespace ParityTests.Kinds;

/// <summary>MAE's learning rate at a position of the run, counted in epochs.</summary>
internal static class MaeSchedule
{
    public static double Rate(double position, JsonNode settings)
        => Rate(position, (double)settings["lr"]!, (double)settings["min_lr"]!, (double)settings["warmup_epochs"]!, (double)settings["epochs"]!);

    public static double Rate(double position, double rate, double minimum, double warmup, double epochs)
        => KnownSchedules.Mae(rate, minimum, Steps(warmup), Steps(epochs)).At(Steps(position));

    // The product counts steps; a thousand an epoch puts every position of the fixtures on one.
    private static long Steps(double epochs) => (long)Math.Round(epochs * 1000);
}
