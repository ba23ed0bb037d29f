using System.CommandLine;
using System.CommandLine.Invocation;
using Microsoft.ML.VisionTransformers.Tool.Output;

namespace Microsoft.ML.VisionTransformers.Tool;

/// <summary>What <c>--version</c> says: the tool's own version, whichever process it runs in.</summary>
internal static class VersionText
{
    public static string Value { get; } = typeof(VersionText).Assembly.GetName().Version!.ToString(3);

    public static VersionOption Option(Terminal terminal) => new() { Action = new Print(terminal) };

    private sealed class Print(Terminal terminal) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parsed)
        {
            terminal.WriteLine(Value);
            return ExitCode.Done;
        }
    }
}
