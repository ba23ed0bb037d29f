using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.VisionTransformers.Tool;

/// <summary>Adds examples, and the exit codes, to what <c>--help</c> says.</summary>
internal static class HelpText
{
    private static readonly ConditionalWeakTable<Command, string[]> s_examples = [];

    /// <summary>Command lines that <c>--help</c> shows for this command.</summary>
    public static TCommand WithExamples<TCommand>(this TCommand command, params string[] examples) where TCommand : Command
    {
        s_examples.Add(command, examples);
        return command;
    }

    /// <summary><c>--help</c>, for all commands.</summary>
    public static HelpOption Option()
    {
        var option = new HelpOption { Recursive = true };
        option.Action = new WithExamplesAction((HelpAction)option.Action!);
        return option;
    }

    private sealed class WithExamplesAction(HelpAction usual) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parsed)
        {
            var code = usual.Invoke(parsed);
            var output = parsed.InvocationConfiguration.Output;
            if (s_examples.TryGetValue(parsed.CommandResult.Command, out var examples))
            {
                output.WriteLine("Examples:");
                foreach (var example in examples)
                    output.WriteLine($"  {example}");
                output.WriteLine();
            }
            output.WriteLine("Exit codes: 0 done; 1 the command line is wrong; 2 a file, folder or name cannot be used.");
            return code;
        }
    }
}
