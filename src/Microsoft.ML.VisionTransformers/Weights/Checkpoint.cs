using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// Published weights on disk: a safetensors file, or a folder of HuggingFace or timm with its configuration. Opening reads no weights.
/// </summary>
internal sealed class Checkpoint : IDisposable
{
    private readonly ITensorSource _tensors;

    private Checkpoint(string path, ITensorSource tensors, CheckpointConfig? config)
    {
        Path = path;
        _tensors = tensors;
        Config = config;
    }

    public string Path { get; }

    public CheckpointConfig? Config { get; }

    public IReadOnlyDictionary<string, TensorEntry> Entries => _tensors.Entries;

    /// <summary>How images are prepared for these weights; null when the folder doesn't say.</summary>
    public ImagePreprocessing? Preprocessing => Config?.Preprocessing;

    /// <summary>Names of the classes by index; null when the folder doesn't say.</summary>
    public IReadOnlyList<string>? ClassNames => Config?.ClassNames;

    /// <summary>Whose weights these are, by their keys and shapes; null when no known family has such keys.</summary>
    public CheckpointIdentity? Identity => VisionFamilies.Checkpoints.Select(Infer).FirstOrDefault(found => found is not null);

    /// <summary>The architecture that the weights are of, or null when no known family has such keys.</summary>
    public VisionArchitecture? Architecture
    {
        get
        {
            if (Identity?.Configuration is not { } configuration)
                return null;
            var published = Similar(configuration).FirstOrDefault();
            return new VisionArchitecture
            {
                Name = Config?.TimmArchitecture ?? System.IO.Path.GetFileNameWithoutExtension(System.IO.Path.TrimEndingDirectorySeparator(Path)),
                Configuration = configuration,
                Preprocessing = Preprocessing ?? published?.Preprocessing
                    ?? new ImagePreprocessing { Width = configuration.ImageWidth, Height = configuration.ImageHeight, Resize = 0, ResizeMode = ResizeMode.Square },
            };
        }
    }

    /// <summary>Opens a file, or a folder with <c>model.safetensors</c> or an index of shards.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or no weights in the folder.</exception>
    /// <exception cref="InvalidDataException">A file is not sound.</exception>
    /// <exception cref="NotSupportedException">The weights are in a format that is not read.</exception>
    public static Checkpoint Open(string path)
    {
        if (Directory.Exists(path))
            return new Checkpoint(path, OpenFolder(path), CheckpointConfig.Read(path));
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no checkpoint at {path}.", path);
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        return new Checkpoint(path, OpenFile(path), CheckpointConfig.Read(folder));
    }

    /// <summary>A checkpoint out of a stream, such as an entry of a saved model.</summary>
    public static Checkpoint Read(Stream stream) => new("the stream", SafetensorsFile.Read(stream), null);

    /// <summary>Tensors that are in memory already, with what their configuration files say.</summary>
    public static Checkpoint Of(IReadOnlyDictionary<string, Tensor> tensors, CheckpointConfig? config = null)
        => new("memory", new TensorsInMemory(tensors), config);

    public Tensor Load(string key) => _tensors.Load(key);

    public void Dispose() => _tensors.Dispose();

    /// <summary>
    /// The architecture that was asked for, with the choices that only the checkpoint knows: preprocessing, and whatever its
    /// configuration says that no shape shows. Image size and class count stay as asked.
    /// </summary>
    public VisionArchitecture Refine(VisionArchitecture asked)
    {
        if (Config is null || Identity?.Configuration.Classifier is not { } own || asked.Configuration.Classifier is not { } wanted || own.Family != wanted.Family)
            return asked;
        var configuration = own with { ImageHeight = wanted.ImageHeight, ImageWidth = wanted.ImageWidth, NumClasses = wanted.NumClasses };
        var preprocessing = Preprocessing is { } found && (found.Height, found.Width) == (asked.Preprocessing.Height, asked.Preprocessing.Width)
            ? found : asked.Preprocessing;
        return asked with { Configuration = configuration, Preprocessing = preprocessing };
    }

    /// <summary>What the checkpoint looks like: its kind, sizes, and published architectures that are like it.</summary>
    public string Describe()
    {
        var kind = CheckpointKind.Describe([.. Entries.Keys]);
        if (Architecture is not { } architecture)
            return kind;
        var similar = string.Join(", ", Similar(architecture.Configuration).Take(3).Select(known => known.Name));
        return $"{kind}, {architecture.Configuration.ImageHeight}x{architecture.Configuration.ImageWidth} pixels, "
            + $"{architecture.Parameters:N0} parameters" + (architecture.Configuration is ClassifierConfiguration { NumClasses: var classes } ? $", {classes} classes" : "")
            + (similar.Length > 0 ? $"; like {similar}" : "");
    }

    private CheckpointIdentity? Infer(CheckpointFamily family)
    {
        foreach (var naming in family.KeyMaps.Where(map => map.Recognises([.. Entries.Keys])))
        {
            if (family.Infer(Shapes(naming.Translate(Entries.Keys).Ours), naming, Config) is { } configuration)
                return new CheckpointIdentity(family, naming, configuration);
        }
        return null;
    }

    /// <summary>Shapes by our names.</summary>
    internal Dictionary<string, TensorEntry> Shapes(Dictionary<string, KeySource> ours)
        => ours.ToDictionary(pair => pair.Key, pair => pair.Value.Entry(Entries));

    private static IEnumerable<VisionArchitecture> Similar(VisionConfiguration configuration)
        => ArchitectureRegistry.All.Where(known => known.Family == configuration.Family && WithoutHead(known.Configuration) == WithoutHead(configuration));

    private static long WithoutHead(VisionConfiguration configuration)
        => (configuration is ClassifierConfiguration classifier ? classifier with { NumClasses = 0 } : configuration).CountParameters();

    private static ITensorSource OpenFolder(string folder)
    {
        var single = System.IO.Path.Combine(folder, "model.safetensors");
        if (File.Exists(single))
            return SafetensorsFile.Open(single);
        var index = System.IO.Path.Combine(folder, "model.safetensors.index.json");
        if (File.Exists(index))
            return OpenShards(folder, index);
        var others = Directory.GetFiles(folder, "*.safetensors");
        if (others.Length == 1)
            return SafetensorsFile.Open(others[0]);
        foreach (var pattern in new[] { "pytorch_model.bin", "*.pth", "*.pt" })
        {
            if (Directory.GetFiles(folder, pattern) is [var archive, ..])
                return OpenFile(archive);
        }
        throw new FileNotFoundException($"The folder {folder} holds no model.safetensors.", single);
    }

    private static MergedTensors OpenShards(string folder, string index)
    {
        if (JsonNode.Parse(File.ReadAllText(index))?["weight_map"] is not JsonObject map)
            throw new InvalidDataException($"{index} has no weight_map.");
        List<ITensorSource> shards = [];
        foreach (var name in map.Select(pair => (string)pair.Value!).Distinct())
        {
            // A name in the index is a file beside it, never a way out of the folder.
            if (name != System.IO.Path.GetFileName(name))
                throw new InvalidDataException($"{index} names the file '{name}', which is not beside it.");
            shards.Add(SafetensorsFile.Open(System.IO.Path.Combine(folder, name)));
        }
        return new MergedTensors(shards);
    }

    private static SafetensorsFile OpenFile(string path)
    {
        Span<byte> start = stackalloc byte[4];
        using (var stream = File.OpenRead(path))
            stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (start.SequenceEqual("PK\x03\x04"u8) || start[..2].SequenceEqual((ReadOnlySpan<byte>)[0x80, 0x02]))
            throw new NotSupportedException($"{path} is a PyTorch archive, which is not read; save it as safetensors.");
        return SafetensorsFile.Open(path);
    }
}
