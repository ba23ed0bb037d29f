using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Tool.Output;

namespace Microsoft.ML.VisionTransformers.Tool.Models;

/// <summary><c>vit models show</c>: everything about one architecture.</summary>
internal static class ModelsShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "Name or alias of an architecture." };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("show", "Shows everything about one architecture.") { name, json };
        command.SetAction(parsed =>
        {
            var row = ArchitectureRegistry.Find(parsed.GetValue(name)!);
            if (parsed.GetValue(json))
                terminal.WriteJson(ModelText.Json(row, full: true));
            else
                Show(row, terminal);
            return ExitCode.Done;
        });
        return command.WithExamples("vit models show vit_base_patch16_224", "vit models show ViT-B/16 --json");
    }

    private static void Show(VisionArchitecture row, Terminal terminal)
    {
        var table = new TextTable(new(""), new(""));
        table.Add("name", row.Name);
        table.Add("aliases", string.Join(", ", row.Aliases));
        table.Add("family", row.Family);
        table.Add("parameters", $"{row.Parameters:N0}");
        table.Add("image", $"{ModelText.Size(row.Configuration)}, {row.Configuration.Channels} channels");
        table.Add("preprocessing", PreprocessingText.Describe(row.Preprocessing));
        table.Add("hub id", row.HubId ?? (row.DownloadPage is { } page ? $"none; files by way of {page}" : "no published weights"));
        table.Add("licence", ModelText.Licence(row.Licence));
        if (row.Accuracy is { } accuracy)
            table.Add("accuracy", $"{accuracy.Top1} % top-1{(accuracy.Top5 is { } five ? $", {five} % top-5" : "")} on ImageNet-1k ({accuracy.Source})");
        foreach (var (setting, value) in (JsonObject)VisionFamilies.Write(row.Configuration))
            table.Add(setting, value?.ToJsonString().Trim('"'));
        terminal.Write(table);
    }
}
