using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>CLIP for other libraries: transformers has it. OpenAI's names, and so open_clip's, are our own.</summary>
internal static class ClipExports
{
    /// <summary>Said of folders that weights alone are written into.</summary>
    public const string NoTokenizer = "The folder has no tokenizer: take it from openai/clip-vit-base-patch32, whose vocabulary all of these share.";

    // transformers takes this number for "the largest token of the text", whatever the vocabulary.
    private const int LargestToken = 2;

    public static WeightExport Create(ClipConfiguration c, WeightNaming naming)
    {
        var notes = new ExportLimits(c, naming == WeightNaming.HuggingFace ? "transformers' CLIPModel" : naming.Library())
            .Need(naming == WeightNaming.HuggingFace, "it has no CLIP; transformers has, and OpenAI's names are our own")
            .Need(c.ImageHeight == c.ImageWidth, $"it takes square images, not {c.ImageHeight}x{c.ImageWidth}")
            .Check();
        var vision = Tower("clip_vision_model", c.VisionTower, c);
        vision["image_size"] = c.ImageHeight;
        vision["patch_size"] = c.PatchSize;
        vision["num_channels"] = c.Channels;
        var text = Tower("clip_text_model", c.TextTower, c);
        text["vocab_size"] = c.VocabularySize;
        text["max_position_embeddings"] = c.ContextLength;
        text["bos_token_id"] = c.VocabularySize - 2;
        text["eos_token_id"] = c.EndToken ?? LargestToken;
        return new WeightExport(ClipKeyMaps.HuggingFace)
        {
            Notes = [.. notes, NoTokenizer],
            Config = new JsonObject
            {
                ["architectures"] = new JsonArray("CLIPModel"),
                ["model_type"] = "clip",
                ["projection_dim"] = c.EmbeddingDim,
                ["logit_scale_init_value"] = 2.6592,
                ["vision_config"] = vision,
                ["text_config"] = text,
            },
        };
    }

    private static JsonObject Tower(string type, ClipTowerSizes tower, ClipConfiguration c) => new()
    {
        ["model_type"] = type,
        ["hidden_size"] = tower.Width,
        ["intermediate_size"] = tower.MlpDim,
        ["num_hidden_layers"] = tower.Layers,
        ["num_attention_heads"] = tower.Heads,
        ["hidden_act"] = c.Activation == Activation.QuickGelu ? "quick_gelu" : "gelu",
        ["layer_norm_eps"] = c.NormEps,
        ["projection_dim"] = c.EmbeddingDim,
        ["attention_dropout"] = 0.0,
    };
}
