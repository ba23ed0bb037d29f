using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

/// <summary>Published forms of one tiny CLIP that knows OpenAI's whole vocabulary.</summary>
internal static class ClipFolder
{
    public static readonly ClipConfiguration Configuration = TinyClip.Configuration with
    {
        ContextLength = 77, VocabularySize = 49408, TextWidth = 8, TextLayers = 1, TextHeads = 1, VisionLayers = 1, VisionWidth = 24, VisionHeads = 3, Activation = Activation.QuickGelu,
    };

    public static VisionArchitecture Architecture { get; } = new()
    {
        Name = "tiny-clip", Configuration = Configuration, Preprocessing = VisionFamilies.CheckpointsOf("Clip").Preprocessing(Configuration),
    };

    public static ClipModel Model(long seed = 3) => new(TinyClip.Network(Configuration, seed), ClipVocabularyFile.Tokenizer, Architecture);

    /// <summary>As transformers saves it.</summary>
    public static string WriteHuggingFace(string folder)
    {
        using var model = Model();
        new CheckpointWriter(model.Architecture).Write(folder, model.Network.state_dict(), WeightNaming.HuggingFace);
        model.Tokenizer.Save(folder);
        return folder;
    }

    /// <summary>As open_clip publishes it: its names are OpenAI's, and so ours.</summary>
    public static string WriteOpenClip(string folder)
    {
        Directory.CreateDirectory(folder);
        WriteWeights(Path.Combine(folder, "open_clip_model.safetensors"));
        File.WriteAllText(Path.Combine(folder, "open_clip_config.json"), $$"""{ "model_cfg": {{Parts}}, "preprocess_cfg": { "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5] } }""");
        File.Copy(ClipVocabularyFile.Path, Path.Combine(folder, "bpe_simple_vocab_16e6.txt"));
        return folder;
    }

    /// <summary>As FlagAI's hub has it: the constructor's arguments as configuration.</summary>
    public static string WriteFlagAI(string folder)
    {
        Directory.CreateDirectory(folder);
        WriteWeights(Path.Combine(folder, "model.safetensors"));
        File.WriteAllText(Path.Combine(folder, "config.json"), Parts);
        File.Copy(ClipVocabularyFile.Path, Path.Combine(folder, "bpe_simple_vocab_16e6.txt"));
        return folder;
    }

    private static string Parts => """
        { "embed_dim": 12, "quick_gelu": true,
          "vision_cfg": { "image_size": 16, "layers": 1, "width": 24, "head_width": 8, "patch_size": 4 },
          "text_cfg": { "context_length": 77, "vocab_size": 49408, "width": 8, "heads": 1, "layers": 1 } }
        """;

    private static void WriteWeights(string path)
    {
        using var model = Model();
        SafetensorsWriter.Write(path, model.Network.state_dict());
    }
}
