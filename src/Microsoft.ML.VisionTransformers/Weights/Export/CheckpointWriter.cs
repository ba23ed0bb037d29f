using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Weights.Preprocessing;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights.Export;

/// <summary>Writes a network's weights so that this library or another reads them, with everything that is needed to use them.</summary>
/// <param name="architecture">The network's sizes, class count included, and its preprocessing.</param>
internal sealed class CheckpointWriter(VisionArchitecture architecture)
{
    private const string ProcessorFile = "preprocessor_config.json";

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Names of the classes by index; null when they have none.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Whether weights are written in 16 bits, which halves the file and keeps three digits.</summary>
    public bool Half { get; init; }

    /// <summary>Whether a naming is a folder of files instead of one file.</summary>
    public static bool IsFolder(WeightNaming naming) => naming is WeightNaming.Timm or WeightNaming.HuggingFace;

    /// <summary>Writes the file, or the files of the folder; each appears as a whole or not at all.</summary>
    /// <param name="path">The file or folder (<see cref="IsFolder"/>); created, or replaced.</param>
    /// <param name="weights">The network's state dict, by our names.</param>
    /// <param name="naming">Whose names.</param>
    /// <returns>In what the other library's network will differ a little, a sentence each.</returns>
    /// <exception cref="NotSupportedException">The library has no such network; nothing was written.</exception>
    public IReadOnlyList<string> Write(string path, IReadOnlyDictionary<string, Tensor> weights, WeightNaming naming)
    {
        using var scope = NewDisposeScope();
        var configuration = architecture.Configuration;
        var metadata = new ModelMetadata(architecture, ClassNames).Write();
        if (naming == WeightNaming.Native)
        {
            WriteTensors(path, weights, metadata);
            return [];
        }
        var export = VisionFamilies.CheckpointsOf(configuration.Family).Export(configuration, naming);
        foreach (var (key, value) in export.Metadata)
            metadata[key] = value;
        var theirs = export.Naming.Export(weights);
        foreach (var (key, buffer) in export.Buffers)
            theirs[key] = buffer;
        if (!IsFolder(naming))
        {
            WriteTensors(path, theirs, metadata);
            return export.Notes;
        }
        if (File.Exists(path))
            throw new IOException($"{path} is a file; for {naming.Library()} a folder is written.");
        Directory.CreateDirectory(path);
        WriteTensors(Path.Combine(path, "model.safetensors"), theirs, metadata);
        return [.. export.Notes, .. WriteConfig(path, export.Config!, naming)];
    }

    private void WriteTensors(string path, IReadOnlyDictionary<string, Tensor> tensors, Dictionary<string, string> metadata)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        SafetensorsWriter.Write(path, tensors.Select(pair => KeyValuePair.Create(pair.Key, Stored(pair.Value))), metadata);
    }

    private Tensor Stored(Tensor tensor) => Half && tensor.is_floating_point() ? tensor.to(ScalarType.Float16) : tensor;

    private IReadOnlyList<string> WriteConfig(string folder, JsonObject config, WeightNaming naming)
    {
        var classes = (architecture.Configuration as ClassifierConfiguration)?.NumClasses ?? 0;
        if (naming == WeightNaming.Timm)
        {
            // Of a folder that was transformers' before: readers prefer it to what config.json says.
            File.Delete(Path.Combine(folder, ProcessorFile));
            config["pretrained_cfg"] = TimmDataConfig.Write(architecture.Preprocessing, classes);
            if (ClassNames is not null)
                config["label_names"] = new JsonArray([.. ClassNames.Select(name => (JsonNode)name)]);
            WriteJson(Path.Combine(folder, "config.json"), config);
            return architecture.Preprocessing.Background is null ? [] : ["timm drops transparency, where here pictures are put on a background."];
        }
        if (classes > 0)
        {
            var names = Enumerable.Range(0, classes).Select(i => ClassNames?[i] ?? $"LABEL_{i}").ToList();
            config["id2label"] = new JsonObject(names.Select((name, i) => KeyValuePair.Create(i.ToString(), (JsonNode?)name)));
            // Two classes of one name would be one entry here; the last wins, as in a Python dict.
            var byName = new JsonObject();
            foreach (var (i, name) in names.Index())
                byName[name] = i;
            config["label2id"] = byName;
        }
        config["torch_dtype"] = Half ? "float16" : "float32";
        WriteJson(Path.Combine(folder, "config.json"), config);
        var (processor, notes) = ImageProcessorFile.Create(architecture.Preprocessing);
        WriteJson(Path.Combine(folder, ProcessorFile), processor);
        return notes;
    }

    private static void WriteJson(string path, JsonObject json)
    {
        var unfinished = path + ".unfinished";
        File.WriteAllText(unfinished, json.ToJsonString(s_json) + "\n");
        File.Move(unfinished, path, overwrite: true);
    }
}
