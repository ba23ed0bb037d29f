using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Tool.Output;

namespace Microsoft.ML.VisionTransformers.Tool.Tests;

/// <summary>One run of the command within this process, and what it wrote.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">What went to the output stream.</param>
/// <param name="Error">What went to the error stream.</param>
internal sealed record Vit(int Code, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public JsonNode Json => JsonNode.Parse(Output)!;

    public static Vit Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = VitCommand.Run(arguments, new Terminal(output, error));
        return new Vit(code, output.ToString(), error.ToString());
    }

    /// <summary>A file of test/Assets/Goldens.</summary>
    public static string Golden(params string[] parts) => Path.Combine([Path.GetDirectoryName(ThisFile())!, "..", "Assets", "Goldens", .. parts]);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
