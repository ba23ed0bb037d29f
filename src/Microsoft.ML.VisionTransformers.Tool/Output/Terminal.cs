using Spectre.Console;

namespace Microsoft.ML.VisionTransformers.Tool.Output;

/// <summary>Where a command writes: results to one stream, errors to the other; with colours and lines only where a person is looking.</summary>
internal sealed class Terminal
{
    private readonly IAnsiConsole? _console;

    /// <param name="output">For results.</param>
    /// <param name="error">For what went wrong.</param>
    /// <param name="console">For a person's eyes; null when a file or another program reads.</param>
    public Terminal(TextWriter output, TextWriter error, IAnsiConsole? console = null)
    {
        Output = output;
        Error = error;
        _console = console;
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>The process's own streams.</summary>
    public static Terminal OfProcess() => new(Console.Out, Console.Error, Console.IsOutputRedirected ? null : AnsiConsole.Console);

    public void WriteLine(string text = "") => Output.WriteLine(text);

    public void Fail(string message)
        => Error.WriteLine($"vit: {string.Join(Environment.NewLine, message.Split('\n', StringSplitOptions.TrimEntries).Select(Printable))}");

    /// <summary>Control characters out of a file's names and metadata would be orders to a terminal.</summary>
    public static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    public void Write(TextTable table)
    {
        if (_console is null)
            table.WritePlain(Output);
        else
            _console.Write(table.ToSpectre(_console.Profile.Width));
    }
}
