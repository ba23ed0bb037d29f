using Microsoft.ML.VisionTransformers.Tool.Output;
using Spectre.Console;

namespace Microsoft.ML.VisionTransformers.Tool.Tests;

public class VitCommandTests
{
    [Fact]
    public void HelpListsCommandsAndExamples()
    {
        var run = Vit.Run("--help");
        Assert.Equal(0, run.Code);
        Assert.Contains("vit [command] [options]", run.Output);
        Assert.Contains("models", run.Output);
        Assert.Contains("Exit codes: 0 done; 1", run.Output);
    }

    [Theory]
    [InlineData("models")]
    [InlineData("models", "show")]
    [InlineData("inspect")]
    [InlineData("convert")]
    public void EveryCommandHasExamples(params string[] command)
        => Assert.Contains($"  vit {string.Join(" ", command)}", Vit.Run([.. command, "--help"]).Output.Split("Examples:")[1]);

    [Fact]
    public void VersionIsTheTools() => Assert.Equal("0.1.0", Assert.Single(Vit.Run("--version").Lines));

    [Theory]
    [InlineData("modles")]
    [InlineData("models", "--familly", "ViT")]
    [InlineData("models", "show")]
    public void MistakesGoToTheErrorStream(params string[] arguments)
    {
        var run = Vit.Run(arguments);
        Assert.Equal(1, run.Code);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("Usage:", run.Output);
    }

    [Fact]
    public void LinesAndColoursAreForPeopleOnly()
    {
        Assert.DoesNotContain('│', Vit.Run("models").Output);
        Assert.DoesNotContain('\e', Vit.Run("models").Output);

        var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(screen), Ansi = AnsiSupport.No });
        VitCommand.Run(["models"], new Terminal(TextWriter.Null, TextWriter.Null, console));
        Assert.Contains('│', screen.ToString());
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(100, false)]
    public void NarrowWindowsLeaveColumnsOutInsteadOfBreakingNames(int width, bool hubIds)
    {
        var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(screen), Ansi = AnsiSupport.No });
        console.Profile.Width = width;
        VitCommand.Run(["models", "vit_tiny"], new Terminal(TextWriter.Null, TextWriter.Null, console));
        Assert.Contains("│ vit_tiny_patch16_224.augreg_in21k_ft_in1k ", screen.ToString());
        Assert.Equal(hubIds, !screen.ToString().Contains("too narrow for"));
    }
}
