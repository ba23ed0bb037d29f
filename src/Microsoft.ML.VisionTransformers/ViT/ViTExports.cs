using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;

namespace Microsoft.ML.VisionTransformers.ViT;

/// <summary>A vision transformer for other libraries: which of its choices they know, and what they call them.</summary>
internal static class ViTExports
{
    public static WeightExport Create(ViTConfiguration network, WeightNaming naming) => naming switch
    {
        WeightNaming.Timm => Timm(network),
        WeightNaming.HuggingFace => HuggingFace(network),
        _ => Torchvision(network),
    };

    private static WeightExport Timm(ViTConfiguration c)
    {
        var notes = new ExportLimits(c, "timm")
            .Need(c.RepresentationSize is null, "it has no layer between pooling and classifier")
            .Need(!c.ProbeNorm, "it has no batch norm before the classifier")
            .Need(c.PoolSkip is null || c.PoolSkip == c.PrefixTokens, "its average leaves out the class and register tokens and nothing else")
            .Prefer(c.NormEps is 1e-6 or 1e-5, $"timm's layer norms add 1e-6 where this network's add {c.NormEps:0.###e+0}.")
            .Check();
        var arguments = new JsonObject
        {
            ["img_size"] = Sides(c),
            ["patch_size"] = c.PatchSize,
            ["in_chans"] = c.Channels,
            ["embed_dim"] = c.Dim,
            ["depth"] = c.Depth,
            ["num_heads"] = c.Heads,
            ["mlp_ratio"] = c.MlpRatio,
            ["qkv_bias"] = c.QkvBias,
            ["qk_norm"] = c.QkNorm,
            ["class_token"] = c.ClassToken,
            ["no_embed_class"] = c.NoEmbedClass,
            ["reg_tokens"] = c.RegisterTokens,
            ["pre_norm"] = c.PreNorm,
            ["fc_norm"] = c.NormAfterPooling,
            ["dynamic_img_size"] = c.DynamicSize,
        };
        if (c.LayerScale is { } scale)
            arguments["init_values"] = scale;
        if (c.Activation == Activation.QuickGelu)
            arguments["act_layer"] = "quick_gelu";
        return new WeightExport(ViTKeyMaps.Timm)
        {
            Notes = notes,
            Config = new JsonObject
            {
                // The arguments say everything but the norms' epsilon, in which timm's CLIP towers differ.
                ["architecture"] = c.NormEps == 1e-5 ? "vit_base_patch16_clip_224" : "vit_base_patch16_224",
                ["num_classes"] = c.NumClasses,
                ["num_features"] = c.Dim,
                ["global_pool"] = c.Pooling switch { ViTPooling.Token => "token", ViTPooling.Average => "avg", _ => "" },
                ["model_args"] = arguments,
            },
        };
    }

    private static WeightExport HuggingFace(ViTConfiguration c)
    {
        var classifies = c.NumClasses > 0;
        var notes = Plain(new ExportLimits(c, "transformers' ViT"), c)
            .Need(!classifies || c.RepresentationSize is null, "its classifier has no layer before it")
            .Need(c.RepresentationSize is null || c.RepresentationSize == c.Dim, $"its pooler is as wide as a token ({c.Dim})")
            .Prefer(classifies || c.RepresentationSize is not null, "The pooler, which this network does not have, starts at random values there.")
            .Check();
        return new WeightExport(classifies ? ViTKeyMaps.HuggingFace : ViTKeyMaps.HuggingFace with { Prefixes = [""] })
        {
            Notes = notes,
            Config = new JsonObject
            {
                ["architectures"] = new JsonArray(classifies ? "ViTForImageClassification" : "ViTModel"),
                ["model_type"] = "vit",
                ["image_size"] = Sides(c),
                ["patch_size"] = c.PatchSize,
                ["num_channels"] = c.Channels,
                ["hidden_size"] = c.Dim,
                ["num_hidden_layers"] = c.Depth,
                ["num_attention_heads"] = c.Heads,
                ["intermediate_size"] = c.MlpDim,
                ["hidden_act"] = c.Activation == Activation.QuickGelu ? "quick_gelu" : "gelu",
                ["qkv_bias"] = c.QkvBias,
                ["layer_norm_eps"] = c.NormEps,
                ["hidden_dropout_prob"] = c.DropRate,
                ["attention_probs_dropout_prob"] = c.AttentionDropRate,
                ["initializer_range"] = 0.02,
                ["encoder_stride"] = c.PatchSize,
            },
        };
    }

    private static WeightExport Torchvision(ViTConfiguration c)
    {
        var notes = Plain(new ExportLimits(c, "torchvision's VisionTransformer"), c)
            .Need(c.ImageHeight == c.ImageWidth, $"it takes square images, not {c.ImageHeight}x{c.ImageWidth}")
            .Need(c.Channels == 3, $"it takes 3 channels, not {c.Channels}")
            .Need(c.QkvBias, "its queries, keys and values have biases")
            .Need(c.Activation == Activation.Gelu, $"its activation is GELU, not {c.Activation}")
            .Need(c.NumClasses > 0, "it always has a classifier")
            .Prefer(c.NormEps == 1e-6, $"torchvision's layer norms add 1e-6 where this network's add {c.NormEps:0.###e+0}.")
            .Check();
        var arguments = new JsonObject
        {
            ["image_size"] = c.ImageHeight,
            ["patch_size"] = c.PatchSize,
            ["num_layers"] = c.Depth,
            ["num_heads"] = c.Heads,
            ["hidden_dim"] = c.Dim,
            ["mlp_dim"] = c.MlpDim,
            ["num_classes"] = c.NumClasses,
        };
        if (c.RepresentationSize is { } width)
            arguments["representation_size"] = width;
        return new WeightExport(ViTKeyMaps.Torchvision)
        {
            Notes = notes,
            Metadata = new Dictionary<string, string>
            {
                ["constructor"] = "torchvision.models.vision_transformer.VisionTransformer",
                ["arguments"] = arguments.ToJsonString(),
            },
        };
    }

    /// <summary>What transformers and torchvision both lack.</summary>
    private static ExportLimits Plain(ExportLimits limits, ViTConfiguration c) => limits
        .Need(c.ClassToken && !c.NoEmbedClass, "its class token has a position of its own")
        .Need(c.RegisterTokens == 0, "it has no register tokens")
        .Need(c.Pooling == ViTPooling.Token && !c.NormAfterPooling, "it classifies the class token, after the last norm")
        .Need(c.LayerScale is null, "it has no LayerScale")
        .Need(!c.QkNorm, "it does not normalise queries and keys")
        .Need(!c.PreNorm, "it has no norm before the first block")
        .Need(!c.ProbeNorm, "it has no batch norm before the classifier");

    private static JsonNode Sides(ViTConfiguration c) => c.ImageHeight == c.ImageWidth ? c.ImageHeight : new JsonArray(c.ImageHeight, c.ImageWidth);
}
