using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;

namespace Microsoft.ML.VisionTransformers.Mae;

/// <summary>A masked autoencoder, decoder included, for other libraries: transformers has one.</summary>
internal static class MaeExports
{
    public static WeightExport Create(MaeConfiguration c, WeightNaming naming)
    {
        var notes = new ExportLimits(c, naming.Library())
            .Need(naming == WeightNaming.HuggingFace, "it has no masked autoencoder; HuggingFace transformers has")
            .Check();
        return new WeightExport(MaeKeyMaps.HuggingFace)
        {
            Notes = notes,
            Config = new JsonObject
            {
                ["architectures"] = new JsonArray("ViTMAEForPreTraining"),
                ["model_type"] = "vit_mae",
                ["image_size"] = c.ImageHeight == c.ImageWidth ? c.ImageHeight : new JsonArray(c.ImageHeight, c.ImageWidth),
                ["patch_size"] = c.PatchSize,
                ["num_channels"] = c.Channels,
                ["hidden_size"] = c.Dim,
                ["num_hidden_layers"] = c.Depth,
                ["num_attention_heads"] = c.Heads,
                ["intermediate_size"] = c.Encoder.MlpDim,
                ["hidden_act"] = "gelu",
                ["qkv_bias"] = true,
                ["layer_norm_eps"] = c.NormEps,
                ["decoder_hidden_size"] = c.DecoderDim,
                ["decoder_num_hidden_layers"] = c.DecoderDepth,
                ["decoder_num_attention_heads"] = c.DecoderHeads,
                ["decoder_intermediate_size"] = (int)(c.DecoderDim * c.DecoderMlpRatio + 1e-6),
                ["mask_ratio"] = c.MaskRatio,
                ["norm_pix_loss"] = c.NormalizePixels,
                ["hidden_dropout_prob"] = 0.0,
                ["attention_probs_dropout_prob"] = 0.0,
                ["initializer_range"] = 0.02,
            },
        };
    }
}
