using System.CommandLine;
using System.CommandLine.Invocation;
using Microsoft.ML.VisionTransformers.Tool.Convert;
using Microsoft.ML.VisionTransformers.Tool.Inspect;
using Microsoft.ML.VisionTransformers.Tool.Models;
using Microsoft.ML.VisionTransformers.Tool.Output;

namespace Microsoft.ML.VisionTransformers.Tool;

/// <summary>The <c>vit</c> command: its subcommands, and what all of them do about help and errors.</summary>
internal static class VitCommand
{
    /// <summary>Runs a command line and returns the process's exit code (<see cref="ExitCode"/>).</summary>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var parsed = Create(terminal).Parse(arguments);
        if (parsed.Action is ParseErrorAction mistake)
            mistake.ShowHelp = false; // The error alone: help is not what a script or a log wants of a typing mistake.
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (UnusableInput.Explains(error))
        {
            terminal.Fail(UnusableInput.Explain(error));
            return ExitCode.UnusableInput;
        }
    }

    // Not a RootCommand, which would be called what the process is called.
    private static Command Create(Terminal terminal)
        => new Command("vit", "Vision transformers on the command line: what there is, what a file holds, and files for other libraries.")
        {
            HelpText.Option(),
            VersionText.Option(terminal),
            ModelsCommand.Create(terminal),
            InspectCommand.Create(terminal),
            ConvertCommand.Create(terminal),
        }
        .WithExamples("vit models --family ViT", "vit inspect model.safetensors", "vit convert checkpoint-99.pth --to hf");
}
