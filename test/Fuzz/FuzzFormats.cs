using System.Text;
using System.Text.Json.Nodes;
using Fuzz.Formats;
using Fuzz.Samples;

namespace Fuzz;

/// <summary>All formats.</summary>
internal static class FuzzFormats
{
    private const string Index = """{"metadata":{"total_size":33},"weight_map":{"a":"model-1.safetensors","b.weight":"model-1.safetensors","c":"model-1.safetensors"}}""";

    private const string HuggingFace =
        """{"model_type":"vit","hidden_size":16,"num_hidden_layers":1,"num_attention_heads":2,"image_size":[16,16],"patch_size":8,"layer_norm_eps":1e-12,"id2label":{"0":"cat","1":"dog"}}""";

    private const string Timm =
        """{"architecture":"vit_tiny_patch16_224","num_classes":2,"global_pool":"token","pretrained_cfg":{"input_size":[3,32,32],"mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5],"crop_pct":0.9,"interpolation":"bicubic","label_names":["a","b"]},"model_args":{"img_size":32}}""";

    private const string OpenClip =
        """{"model_cfg":{"embed_dim":16,"vision_cfg":{"image_size":32,"layers":1,"width":16,"patch_size":8},"text_cfg":{"context_length":8,"vocab_size":99,"width":16,"heads":2,"layers":1}},"preprocess_cfg":{"mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5]}}""";

    private const string Processor =
        """{"do_normalize":true,"do_resize":true,"do_center_crop":true,"crop_size":{"height":32,"width":32},"image_mean":[0.5,0.5,0.5],"image_std":[0.5,0.5,0.5],"resample":3,"size":{"shortest_edge":36},"image_processor_type":"CLIPImageProcessor"}""";

    private static readonly Lazy<string> s_goldensFolder = new(FindGoldens);

    public static IReadOnlyList<FuzzFormat> All { get; } =
    [
        new CheckpointFormat("safetensors", "model.safetensors", Checkpoints.Safetensors(), Golden("vit-mae/formats/all_dtypes.safetensors")),
        new CheckpointFormat("torch-zip", "model.pth", Checkpoints.Training().ToZip(), Checkpoints.Training().ToZip(deflate: true), Checkpoints.Training().ToZip(zip64: true),
            Golden("vit-mae/formats/bare_state_dict_zip.pth"), Golden("swin-clip/checkpoints/swin_training_state.pth")),
        new CheckpointFormat("torch-legacy", "model.pth", Checkpoints.Training().ToLegacy(), Golden("vit-mae/formats/mae_model_only_legacy.pth")),
        new CheckpointFormat("torchscript", "model.pt", Checkpoints.Script().ToScript()),
        new CheckpointFormat("mindspore", "model.ckpt", Checkpoints.MindSpore()),
        new CheckpointFormat("numpy", "model.npz", Checkpoints.NumPy(), Checkpoints.NumPy(compressed: true)),
        new CheckpointFormat("saved-model", "model.zip", Checkpoints.SavedModel(), Checkpoints.SavedModel(deflate: true)),
        new NetworkShapesFormat(Fixtures()),
        new FolderFormat("shard-index", "model.safetensors.index.json", [Encoding.UTF8.GetBytes(Index)],
            new Dictionary<string, byte[]> { ["model-1.safetensors"] = Checkpoints.Safetensors() }),
        Beside("config", "config.json", HuggingFace, Timm),
        Beside("open-clip-config", "open_clip_config.json", OpenClip),
        new FolderFormat("preprocessor", "preprocessor_config.json", [Encoding.UTF8.GetBytes(Processor)], new Dictionary<string, byte[]>
        {
            ["model.safetensors"] = Checkpoints.Safetensors(), ["config.json"] = Encoding.UTF8.GetBytes(HuggingFace),
        }),
        new VocabularyFormat("tokenizer", "tokenizer.json", [Encoding.UTF8.GetBytes(Vocabulary.Tokenizer())], []),
        new VocabularyFormat("vocabulary", "vocab.json", [Encoding.UTF8.GetBytes(Vocabulary.Numbers())], new() { ["merges.txt"] = Vocabulary.Merges() }),
        new VocabularyFormat("merges", "merges.txt", [Vocabulary.Merges(), Vocabulary.PackedMerges()], new() { ["vocab.json"] = Encoding.UTF8.GetBytes(Vocabulary.Numbers()) }),
        new ImageFormat("png", [.. Pictures("*.png"), .. TinyImages.Png]),
        new ImageFormat("jpeg", TinyImages.Jpeg),
        new ImageFormat("gif", TinyImages.Gif),
        new ImageFormat("bmp", TinyImages.Bmp),
        new ImageFormat("webp", TinyImages.WebP),
    ];

    private static FolderFormat Beside(string name, string fileName, params string[] texts) => new(name, fileName, [.. texts.Select(Encoding.UTF8.GetBytes)],
        new Dictionary<string, byte[]> { ["model.pth"] = Golden("vit-mae/formats/bare_state_dict_zip.pth") });

    /// <summary>A fixture with weights of each family.</summary>
    private static IEnumerable<string> Fixtures() => Directory.EnumerateFiles(GoldensFolder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Where(path => File.Exists(Path.ChangeExtension(path, ".safetensors")))
        .GroupBy(path => (string?)JsonNode.Parse(File.ReadAllBytes(path))?["family"]).Where(family => family.Key is not null)
        .Select(family => Path.ChangeExtension(family.First(), ".safetensors"));

    private static IEnumerable<byte[]> Pictures(string pattern)
        => Directory.EnumerateFiles(Path.Combine(GoldensFolder, "swin-clip", "images"), pattern).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    private static byte[] Golden(string path) => File.ReadAllBytes(Path.Combine([GoldensFolder, .. path.Split('/')]));

    private static string GoldensFolder => s_goldensFolder.Value;

    private static string FindGoldens()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var goldens = Path.Combine(folder.FullName, "test", "Assets", "Goldens");
            if (Directory.Exists(goldens))
                return goldens;
        }
        throw new DirectoryNotFoundException("No folder above this program holds test/Assets/Goldens.");
    }
}
