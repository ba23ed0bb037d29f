using System.CommandLine;
using Microsoft.ML.VisionTransformers.Tool.Output;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Tool.Convert;

/// <summary><c>vit convert</c>: a checkpoint under the names of another library.</summary>
internal static class ConvertCommand
{
    private static readonly Dictionary<string, WeightNaming> s_namings = new()
    {
        ["timm"] = WeightNaming.Timm,
        ["hf"] = WeightNaming.HuggingFace,
        ["torchvision"] = WeightNaming.Torchvision,
        ["native"] = WeightNaming.Native,
    };

    public static Command Create(Terminal terminal)
    {
        var checkpoint = new Argument<string>("CHECKPOINT") { Description = "What vit inspect reads: a file, a folder, or the name of a model on the hub." };
        var to = new Option<string>("--to")
        {
            Description = "timm: a folder for timm. hf: a folder for HuggingFace transformers. torchvision: a file for load_state_dict. "
                + "native: our own names, with everything in the header.",
            Required = true,
        };
        to.AcceptOnlyFromAmong([.. s_namings.Keys]);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The file or folder to write. Default: named after the checkpoint, in the current folder.", HelpName = "PATH",
        };
        var average = new Option<bool>("--ema") { Description = "Take the moving average (EMA) that training kept beside the weights." };
        var half = new Option<bool>("--half") { Description = "Write 16-bit weights." };
        var name = new Option<string?>("--architecture")
        {
            Description = "What the weights are of, by a name that vit models lists, where the file doesn't tell: "
                + "windows of SwinV2, unusual heads, images that are not square.",
            HelpName = "NAME",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what is there." };
        var command = new Command("convert", "Writes a checkpoint under the names of another library, as safetensors, with the files that library wants beside it.")
        {
            checkpoint, to, output, name, average, half, overwrite,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var path = WeightsLocation.Find(parsed.GetValue(checkpoint)!, null, terminal.Error.WriteLine, cancellation);
            var naming = s_namings[parsed.GetValue(to)!];
            var target = parsed.GetValue(output) ?? DefaultOutput(parsed.GetValue(checkpoint)!, parsed.GetValue(to)!, naming);
            if (!parsed.GetValue(overwrite) && (File.Exists(target) || Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
                throw new IOException($"{target} is there already: give another --output, or --overwrite.");
            using var opened = Checkpoint.Open(path, parsed.GetValue(average));
            var conversion = Conversion.Of(opened, parsed.GetValue(name), parsed.GetValue(half));
            foreach (var note in conversion.Write(target, naming))
                terminal.Error.WriteLine($"vit: note: {Terminal.Printable(note)}");
            terminal.WriteLine(Terminal.Printable($"{conversion.Summary} -> {target}"));
            return Task.FromResult(ExitCode.Done);
        });
        return command.WithExamples(
            "vit convert model.zip --to hf --output my-vit", "vit convert checkpoint-99.pth --to timm", "vit convert google/vit-base-patch16-224 --to torchvision",
            "vit convert swin_tiny_patch4_window7_224.pth --to hf --half", "vit convert last.pth --ema --to native -o weights.safetensors");
    }

    /// <summary>Only a file has an extension: what stands behind the dot of a folder's or a model's name is a tag (vit_base_patch16_224.mae).</summary>
    /// <param name="checkpoint">A file, a folder or a model on the hub; one of them it is.</param>
    /// <param name="name">What the naming is called on the command line.</param>
    /// <param name="naming">Whose names are written.</param>
    internal static string DefaultOutput(string checkpoint, string name, WeightNaming naming)
    {
        var stem = File.Exists(checkpoint) ? Path.GetFileNameWithoutExtension(checkpoint)
            : Directory.Exists(checkpoint) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(checkpoint)))
            : HubId.Parse(checkpoint).Model.Split('/')[^1];
        return CheckpointWriter.IsFolder(naming) ? $"{stem}-{name}" : $"{stem}-{name}.safetensors";
    }
}
