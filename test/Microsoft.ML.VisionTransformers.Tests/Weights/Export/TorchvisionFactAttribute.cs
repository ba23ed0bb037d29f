using System.ComponentModel;
using System.Diagnostics;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Export;

/// <summary>A test that runs where Python has torch and torchvision, and is skipped elsewhere.</summary>
internal sealed class TorchvisionFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_available = new(()
        => Run("-c", "import importlib.util as u; raise SystemExit(0 if u.find_spec('torch') and u.find_spec('torchvision') else 1)").Code == 0);

    public TorchvisionFactAttribute() => Skip = s_available.Value ? null : "python3 with torch and torchvision is not here (Debian: apt-get install python3-torchvision).";

    /// <summary>Runs the system's Python; the code is not 0 where there is none.</summary>
    public static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = python.StandardError.ReadToEndAsync();
            var output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return (python.ExitCode, output, error.Result);
        }
        catch (Win32Exception missing)
        {
            return (-1, "", missing.Message);
        }
    }
}
