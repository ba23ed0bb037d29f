using System.CommandLine;
using Microsoft.ML.VisionTransformers.Tool.Output;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Tool.Inspect;

/// <summary><c>vit inspect</c>: what a checkpoint is, without loading it.</summary>
internal static class InspectCommand
{
    public static Command Create(Terminal terminal)
    {
        var checkpoint = new Argument<string>("CHECKPOINT")
        {
            Description = "A file (safetensors, .pth, .pt, .bin, or a model.zip of ML.NET), a folder as timm, HuggingFace or open_clip write it, "
                + "or the name of a model on the hub (owner/name).",
        };
        var keys = new Option<bool>("--keys") { Description = "List every tensor with its shape and type." };
        var average = new Option<bool>("--ema") { Description = "Look at the moving average (EMA) that training kept beside the weights." };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("inspect", "Says what a checkpoint is: its format, family, sizes, types, preprocessing and licence. Nothing in it is run.")
        {
            checkpoint, keys, average, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var path = WeightsLocation.Find(parsed.GetValue(checkpoint)!, null, terminal.Error.WriteLine, cancellation);
            using var opened = Checkpoint.Open(path, parsed.GetValue(average));
            var findings = new Findings(opened);
            if (parsed.GetValue(json))
                terminal.WriteJson(findings.ToJson(parsed.GetValue(keys)));
            else
                Write(findings, parsed.GetValue(keys), terminal);
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "vit inspect mae_finetuned_vit_base.pth", "vit inspect model.safetensors --keys", "vit inspect microsoft/swinv2-tiny-patch4-window8-256",
            "vit inspect checkpoint-99.pth --ema --json | jq .parameters");
    }

    private static void Write(Findings findings, bool keys, Terminal terminal)
    {
        var table = new TextTable(new(""), new(""));
        foreach (var (name, value) in findings.Rows())
            table.Add(name, value);
        terminal.Write(table);
        if (!keys)
            return;
        terminal.WriteLine();
        var tensors = new TextTable(new("key"), new("shape"), new("type"));
        foreach (var (key, entry) in findings.Tensors)
            tensors.Add(key, entry.ToString(), entry.Type);
        terminal.Write(tensors);
    }
}
