using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights.Export;
using Microsoft.ML.VisionTransformers.Weights.Hub;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// Published weights on disk: a file of safetensors, PyTorch, MindSpore or NumPy, or a folder of HuggingFace, timm, open_clip or FlagAI with its
/// configuration. Opening reads no weights.
/// </summary>
internal sealed class Checkpoint : IDisposable
{
    // What a file may lack of a network that its names and shapes speak of: 64 MB of 32-bit numbers.
    private const long MostMissing = 16 << 20;

    private readonly ITensorSource _tensors;
    private readonly Lazy<CheckpointIdentity?> _identity;

    private Checkpoint(string path, ITensorSource tensors, CheckpointConfig? config)
    {
        Path = path;
        _tensors = tensors;
        Config = config;
        _identity = new(Identify);
    }

    public string Path { get; }

    public CheckpointConfig? Config { get; }

    public IReadOnlyDictionary<string, TensorEntry> Entries => _tensors.Entries;

    /// <summary>What kind of file it is, for people: <c>safetensors</c>, <c>PyTorch zip archive</c>, <c>TorchScript archive</c> ...</summary>
    public string Format => _tensors.Format;

    /// <summary>Where in the file the weights were, such as <c>model</c>; null when the file holds nothing else.</summary>
    public string? Container => _tensors.Container;

    /// <summary>What stood before every key and was left out, such as <c>module.</c>; null when nothing did.</summary>
    public string? StrippedPrefix => (_tensors as StrippedTensors)?.Prefix;

    /// <summary>How many tensors there are of each element type, by safetensors' names: <c>F32</c>, <c>F16</c> ...</summary>
    public IReadOnlyDictionary<string, int> ElementTypes => Entries.Values.GroupBy(entry => entry.Type).ToDictionary(group => group.Key, group => group.Count());

    /// <summary>What the writer of a safetensors file noted beside the tensors; empty for other formats.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _tensors.Metadata;

    /// <summary>How images are prepared for these weights; null when neither the folder nor the file says.</summary>
    public ImagePreprocessing? Preprocessing => Config?.Preprocessing ?? Written?.Architecture.Preprocessing;

    /// <summary>Names of the classes by index; null when neither the folder nor the file says.</summary>
    public IReadOnlyList<string>? ClassNames => Config?.ClassNames ?? Written?.ClassNames;

    /// <summary>Pixels of the images that the weights are for; null when neither the folder nor the file says.</summary>
    public (int Height, int Width)? ImageSize
    {
        get
        {
            var said = Config is { } config ? ClipChoices.ImageSizeOf(config) : null;
            return said ?? (Written?.Architecture.Configuration is { } own ? (own.ImageHeight, own.ImageWidth) : ((int, int)?)null);
        }
    }

    /// <summary>What the weights are called: by timm, on the hub, or by their file.</summary>
    public string Called => Config?.TimmArchitecture ?? HubName ?? FileName;

    /// <summary>Whose weights these are, by their keys and shapes, or by what this library wrote beside them; null when no known family has such keys.</summary>
    /// <exception cref="CheckpointFormatException">The keys are those of a family, and no network of it has these shapes.</exception>
    public CheckpointIdentity? Identity => _identity.Value;

    /// <summary>Whether this library wrote the file, and said in it what it is of.</summary>
    public bool IsOwn => Written is not null;

    private ModelMetadata? Written => ModelMetadata.Read(Metadata);

    // Heads and the like show in no shape, so what the file says goes before what can be inferred.
    private CheckpointIdentity? OwnIdentity => Written?.Architecture.Configuration is { } configuration
        && VisionFamilies.CheckpointsOf(configuration.Family) is var family
        && family.NamingsOf(Entries).FirstOrDefault() is { } naming
            ? new CheckpointIdentity(family, naming, configuration) : null;

    /// <summary>The architecture that the weights are of, or null when no known family has such keys.</summary>
    public VisionArchitecture? Architecture
    {
        get
        {
            if (Identity is not var (family, _, configuration))
                return null;
            // Families' processors have defaults; of networks of one shape, whose weights these are is else a guess.
            var usual = NamedAfter is null ? Config?.UsualPreprocessing : null;
            var published = Published.FirstOrDefault(row => (row.Preprocessing.Height, row.Preprocessing.Width) == (configuration.ImageHeight, configuration.ImageWidth));
            return new VisionArchitecture
            {
                Name = Written?.Architecture.Name ?? Called,
                HubId = HubCache.ModelOf(Path),
                Configuration = configuration,
                Preprocessing = Preprocessing ?? usual ?? published?.Preprocessing ?? family.Preprocessing(configuration),
                Licence = OwnLicence,
            };
        }
    }

    /// <summary>
    /// Published architectures of the same family with as many weights, whatever the classes; the likeliest first: what the weights are called, then
    /// choices that shapes or a configuration show, then whose names the keys are.
    /// </summary>
    public IReadOnlyList<VisionArchitecture> Published => Identity is var (_, naming, configuration)
        ?
        [
            .. Similar(configuration)
                .OrderByDescending(row => row == NamedAfter)
                .ThenByDescending(row => Likeness(row.Configuration, configuration))
                .ThenByDescending(row => row.Name.StartsWith(naming.Name + '/', StringComparison.OrdinalIgnoreCase)),
        ]
        : [];

    /// <summary>
    /// The published architecture whose name the configuration, the hub or the file has, with or without the first digits of a hash that
    /// PyTorch's own downloads end in; null when it is the name of none.
    /// </summary>
    public VisionArchitecture? NamedAfter => new[] { Config?.TimmName, HubCache.ModelOf(Path), FileName, FileName[..Math.Max(0, FileName.LastIndexOf('-'))] }
        .Select(name => name is not null && ArchitectureRegistry.TryFind(name, out var row) ? row : null).FirstOrDefault(row => row is not null);

    /// <summary>Whether choices that no shape shows, such as the number of heads, are only the usual ones: nothing says them.</summary>
    public bool GuessesSizes => Config is null && Written is null && Published.Count == 0;

    /// <summary>Classes of the classifier that the weights have when they are of a family; 0 when they have none.</summary>
    public int ClassesOf(string family)
    {
        var known = VisionFamilies.CheckpointsOf(family);
        var naming = known.NamingsOf(Entries).FirstOrDefault() ?? known.KeyMaps[^1];
        var heads = Shapes(naming.Translate(Entries.Keys).Ours).Where(pair => known.IsHead(pair.Key) && pair.Value.Shape.Count == 2);
        return heads.Select(pair => (int)pair.Value.Shape[0]).LastOrDefault();
    }

    /// <summary>Opens a file of weights, or a folder of HuggingFace, timm or open_clip; whole or in shards.</summary>
    /// <param name="path">The file: safetensors, what <c>torch.save</c> wrote, or a TorchScript archive. Or the folder.</param>
    /// <param name="average">Take the moving average (EMA) that training kept beside the weights.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or no weights in the folder.</exception>
    /// <exception cref="CheckpointFormatException">A file is not sound, or of a format that is not read.</exception>
    public static Checkpoint Open(string path, bool average = false)
    {
        var tensors = CheckpointFiles.Open(path, average);
        try
        {
            return new Checkpoint(path, tensors, FolderOf(path) is { } folder ? CheckpointConfig.Read(folder) : null);
        }
        catch
        {
            tensors.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The folder whose configuration is the weights'; null for a file among others, such as in a folder of downloads: a configuration there is
    /// of whichever of them its library would take.
    /// </summary>
    private static string? FolderOf(string path)
    {
        if (Directory.Exists(path))
            return path;
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        return ModelFiles.AreOfFolder(System.IO.Path.GetFileName(path), [.. Directory.EnumerateFiles(folder).Select(file => System.IO.Path.GetFileName(file)!)])
            ? folder : null;
    }

    /// <summary>A checkpoint out of a stream, such as an entry of a saved model; its tensors are read in the order of <see cref="Entries"/>, each once.</summary>
    public static Checkpoint Read(Stream stream) => new("the stream", SafetensorsFile.Read(stream), null);

    /// <summary>Tensors that are in memory already, with what their configuration files say.</summary>
    public static Checkpoint Of(IReadOnlyDictionary<string, Tensor> tensors, CheckpointConfig? config = null)
        => new("memory", new TensorsInMemory(tensors), config);

    public Tensor Load(string key) => Named(() => _tensors.Load(key));

    /// <summary>Reads a tensor into another of its shape, whose type its numbers take on; nothing is held twice.</summary>
    public void Read(string key, Tensor target) => Named(() =>
    {
        _tensors.Read(key, target);
        return target;
    });

    public void Dispose() => _tensors.Dispose();

    /// <summary>
    /// The architecture that was asked for, with the choices that only the checkpoint knows: preprocessing, whatever its configuration says
    /// that no shape shows, and where the weights are from. Input and class count stay as asked, and so do all sizes when the weights are of others:
    /// loading them says so.
    /// </summary>
    public VisionArchitecture Refine(VisionArchitecture asked)
    {
        if (Identity is not { } found)
            return asked;
        var configuration = asked.Configuration;
        if (found.Configuration.Family == asked.Family)
            configuration = found.Family.Refine(configuration, found.Configuration, this);
        else if (asked.Configuration is MaskedConfiguration && found.Configuration is not MaskedConfiguration)
            configuration = asked.Classifier; // An encoder without its decoder looks like a finished classifier; fine-tuning pools and normalises in its own way.
        else if (Config is not null && found.Configuration.Classifier is { } own && configuration.Classifier is { } wanted && own.Family == wanted.Family)
            configuration = VisionFamilies.CheckpointsOf(own.Family).Refine(wanted, own, this);
        return asked with
        {
            Configuration = configuration,
            Preprocessing = Preprocessing is { } prepared ? Prepared(asked.Preprocessing, prepared) : asked.Preprocessing,
            HubId = HubCache.ModelOf(Path) ?? asked.HubId,
            Licence = OwnLicence ?? asked.Licence,
        };
    }

    /// <summary>As the checkpoint's images; for inputs of another size with their statistics and kernel, which are what weights are used to.</summary>
    private static ImagePreprocessing Prepared(ImagePreprocessing asked, ImagePreprocessing own)
    {
        if (own.Channels != asked.Channels)
            return asked;
        return (own.Height, own.Width) == (asked.Height, asked.Width) ? own : asked with { Mean = own.Mean, Std = own.Std, Interpolation = own.Interpolation };
    }

    private string? OwnLicence => Written?.Architecture.Licence ?? NamedAfter?.Licence;

    /// <summary>What the checkpoint looks like: its kind, sizes, and published architectures that are like it.</summary>
    public string Describe()
    {
        var kind = CheckpointKind.Describe([.. Entries.Keys]);
        if (Architecture is not { } architecture)
            return kind;
        var similar = string.Join(", ", Published.Take(3).Select(known => known.Name));
        return $"{kind}, {architecture.Configuration.ImageHeight}x{architecture.Configuration.ImageWidth} pixels, "
            + $"{architecture.Parameters:N0} parameters" + (architecture.Configuration is ClassifierConfiguration { NumClasses: var classes } ? $", {classes} classes" : "")
            + (similar.Length > 0 ? $"; like {similar}" : "");
    }

    // A snapshot's folder is named after a commit.
    private string? HubName => HubCache.ModelOf(Path)?.Split('/')[^1];

    // What stands behind the dot of a folder's name is a tag: vit_base_patch16_224.mae.
    private string FileName => Directory.Exists(Path) ? System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)))
        : System.IO.Path.GetFileNameWithoutExtension(Path);

    private T Named<T>(Func<T> read) => CheckpointFormatException.Naming(Path, read);

    private CheckpointIdentity? Identify()
    {
        var found = OwnIdentity ?? VisionFamilies.Checkpoints.Select(Infer).FirstOrDefault(found => found is not null);
        if (found is not null)
            CheckSize(found);
        return found;
    }

    /// <summary>
    /// A few bytes can speak of a network that no memory holds: sides of tensors without elements, blocks of which only the norm is there,
    /// a configuration in the header. Such a network must not be built to find out what is missing.
    /// </summary>
    private void CheckSize(CheckpointIdentity found)
    {
        var numbers = Entries.Values.Sum(entry => (decimal)entry.Count);
        var longest = Entries.Values.SelectMany(entry => entry.Shape).DefaultIfEmpty().Max();
        var needed = found.Configuration.CountParameters();
        if (needed < 0 || needed > 2 * numbers + MostMissing || longest > numbers + MostMissing)
            throw new CheckpointFormatException(Path, $"its tensors have the names of {found.Naming.Name} and the sizes of {needed:N0} weights, and hold {numbers:N0} numbers.");
    }

    private CheckpointIdentity? Infer(CheckpointFamily family)
    {
        foreach (var naming in family.NamingsOf(Entries))
        {
            if (Sizes(family, naming) is { } configuration)
                return new CheckpointIdentity(family, naming, configuration);
        }
        return null;
    }

    /// <summary>Sizes by shapes. Keys of a family with shapes that no network of it can have are a damaged file, or one that means harm.</summary>
    private VisionConfiguration? Sizes(CheckpointFamily family, KeyMap naming)
    {
        try
        {
            var shapes = Shapes(naming.Translate(Entries.Keys).Ours);
            foreach (var (bare, key) in naming.IgnoredAmong(Entries.Keys))
                shapes.TryAdd(bare, Entries[key]);
            return Named(() => family.Infer(shapes, naming, Config, Called));
        }
        catch (Exception error) when (error is IndexOutOfRangeException or ArgumentException or ArithmeticException or KeyNotFoundException or InvalidOperationException
            or FormatException and not CheckpointFormatException)
        {
            throw new CheckpointFormatException(Path, $"its tensors have the names of {naming.Name}, and shapes that no such network has ({error.Message})", error);
        }
    }

    /// <summary>Shapes by our names.</summary>
    internal Dictionary<string, TensorEntry> Shapes(Dictionary<string, KeySource> ours)
        => ours.ToDictionary(pair => pair.Key, pair => pair.Value.Entry(Entries));

    private static IEnumerable<VisionArchitecture> Similar(VisionConfiguration configuration)
        => ArchitectureRegistry.All.Where(known => known.Family == configuration.Family && WithoutHead(known.Configuration) == WithoutHead(configuration));

    /// <summary>How many choices two networks share. How a position table would be resampled shows in no weight.</summary>
    private static int Likeness(VisionConfiguration one, VisionConfiguration other)
    {
        var (ours, theirs) = (VisionFamilies.Write(one).AsObject(), VisionFamilies.Write(other).AsObject());
        return ours.Select(pair => pair.Key).Union(theirs.Select(pair => pair.Key))
            .Count(choice => choice != "positionResampling" && JsonNode.DeepEquals(ours[choice], theirs[choice]));
    }

    private static long WithoutHead(VisionConfiguration configuration)
        => (configuration is ClassifierConfiguration classifier ? classifier with { NumClasses = 0 } : configuration).CountParameters();
}
