using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Microsoft.ML.VisionTransformers.Tests;

/// <summary>What the documents show as C# is C# that compiles.</summary>
public partial class ReadmeTests
{
    public static TheoryData<string, int> Snippets()
    {
        var data = new TheoryData<string, int>();
        foreach (var document in new[] { "README.md", "CONTRIBUTING.md" })
            for (var i = 0; i < Read(document).Count; i++)
                data.Add(document, i);
        return data;
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Snippet_compiles(string document, int index)
    {
        var tree = CSharpSyntaxTree.ParseText(Read(document)[index], new CSharpParseOptions(LanguageVersion.Latest));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, usings: ["System", "System.IO", "System.Linq"]);
        var errors = CSharpCompilation.Create("Snippet", [tree, GlobalUsings], references, options).GetDiagnostics()
            .Where(d => d.Severity == DiagnosticSeverity.Error);
        Assert.Empty(errors);
    }

    [Fact]
    public void Readme_has_snippets() => Assert.NotEmpty(Read("README.md"));

    private static SyntaxTree GlobalUsings =>
        CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;");

    private static List<string> Read(string document) =>
        CSharpBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))).Select(m => m.Groups[1].Value).ToList();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
