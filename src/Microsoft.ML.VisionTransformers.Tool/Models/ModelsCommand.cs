using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Tool.Output;

namespace Microsoft.ML.VisionTransformers.Tool.Models;

/// <summary><c>vit models</c>: the architectures that can be asked for by name.</summary>
internal static class ModelsCommand
{
    public static Command Create(Terminal terminal)
    {
        var filter = new Argument<string?>("FILTER") { Description = "A part of a name, alias or hub id.", Arity = ArgumentArity.ZeroOrOne };
        var family = new Option<string?>("--family") { Description = "Only one family, such as ViT or SwinV2.", HelpName = "F" };
        var licence = new Option<string?>("--licence") { Description = "Only weights under a licence, by a part of its SPDX name, such as MIT.", HelpName = "L" };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("models", "Lists the architectures that can be asked for by name, with their published weights.")
        {
            filter, family, licence, json, ModelsShowCommand.Create(terminal),
        };
        command.SetAction(parsed =>
        {
            var found = ArchitectureRegistry.All
                .Where(row => Contains(parsed.GetValue(filter), [row.Name, row.HubId, .. row.Aliases]))
                .Where(row => parsed.GetValue(family) is not { } only || string.Equals(row.Family, only, StringComparison.OrdinalIgnoreCase))
                .Where(row => Contains(parsed.GetValue(licence), [row.Licence]))
                .ToList();
            if (parsed.GetValue(json))
                terminal.WriteJson(new JsonArray([.. found.Select(row => ModelText.Json(row))]));
            else if (found.Count > 0)
                List(found, terminal);
            else
                terminal.Fail($"No architecture matches. Families are {string.Join(", ", ArchitectureRegistry.All.Select(row => row.Family).Distinct())}.");
            return found.Count > 0 ? ExitCode.Done : ExitCode.UnusableInput;
        });
        return command.WithExamples("vit models base", "vit models --family ViT --licence Apache", "vit models show ViT-B/16", "vit models --json | jq '.[].hubId'");
    }

    private static void List(List<VisionArchitecture> rows, Terminal terminal)
    {
        var table = new TextTable(
            new("name"), new("family"), new("image", Numbers: true), new("parameters", Numbers: true), new("licence", Optional: true),
            new("top-1", Numbers: true, Optional: true), new("accuracy by", Optional: true), new("hub id", Optional: true));
        foreach (var row in rows)
            table.Add(row.Name, row.Family, ModelText.Size(row.Configuration), ModelText.Count(row.Parameters), row.Licence,
                row.Accuracy is { } accuracy ? $"{accuracy.Top1:F1}" : "", row.Accuracy?.Source, row.HubId);
        terminal.Write(table);
    }

    private static bool Contains(string? wanted, IEnumerable<string?> texts)
        => wanted is null || texts.Any(text => text?.Contains(wanted, StringComparison.OrdinalIgnoreCase) == true);
}
