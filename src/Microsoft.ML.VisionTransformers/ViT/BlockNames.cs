using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.ViT;

/// <summary>How libraries name the inside of a transformer block; encoders and decoders differ in what stands before.</summary>
internal static class BlockNames
{
    /// <summary>HuggingFace transformers: separate query, key and value; nothing transposed.</summary>
    public static KeyRule[] HuggingFace(string ours, string theirs) =>
    [
        new($"{ours}.norm1.{{p}}", $"{theirs}.layernorm_before.{{p}}"),
        new($"{ours}.attn.qkv.{{p}}",
            $"{theirs}.attention.attention.query.{{p}}", $"{theirs}.attention.attention.key.{{p}}", $"{theirs}.attention.attention.value.{{p}}"),
        new($"{ours}.attn.proj.{{p}}", $"{theirs}.attention.output.dense.{{p}}"),
        new($"{ours}.norm2.{{p}}", $"{theirs}.layernorm_after.{{p}}"),
        new($"{ours}.mlp.fc1.{{p}}", $"{theirs}.intermediate.dense.{{p}}"),
        new($"{ours}.mlp.fc2.{{p}}", $"{theirs}.output.dense.{{p}}"),
    ];

    /// <summary>OpenAI's CLIP: PyTorch's own attention.</summary>
    public static KeyRule[] OpenAiClip(string ours, string theirs) =>
    [
        new($"{ours}.norm1.{{p}}", $"{theirs}.ln_1.{{p}}"),
        new($"{ours}.attn.qkv.{{p}}", $"{theirs}.attn.in_proj_{{p}}"),
        new($"{ours}.attn.proj.{{p}}", $"{theirs}.attn.out_proj.{{p}}"),
        new($"{ours}.norm2.{{p}}", $"{theirs}.ln_2.{{p}}"),
        new($"{ours}.mlp.fc1.{{p}}", $"{theirs}.mlp.c_fc.{{p}}"),
        new($"{ours}.mlp.fc2.{{p}}", $"{theirs}.mlp.c_proj.{{p}}"),
    ];

    /// <summary>HuggingFace's CLIP: separate query, key and value; nothing transposed.</summary>
    public static KeyRule[] HuggingFaceClip(string ours, string theirs) =>
    [
        new($"{ours}.norm1.{{p}}", $"{theirs}.layer_norm1.{{p}}"),
        new($"{ours}.attn.qkv.{{p}}", $"{theirs}.self_attn.q_proj.{{p}}", $"{theirs}.self_attn.k_proj.{{p}}", $"{theirs}.self_attn.v_proj.{{p}}"),
        new($"{ours}.attn.proj.{{p}}", $"{theirs}.self_attn.out_proj.{{p}}"),
        new($"{ours}.norm2.{{p}}", $"{theirs}.layer_norm2.{{p}}"),
        new($"{ours}.mlp.fc1.{{p}}", $"{theirs}.mlp.fc1.{{p}}"),
        new($"{ours}.mlp.fc2.{{p}}", $"{theirs}.mlp.fc2.{{p}}"),
    ];

    /// <summary>MindFormers: separate query, key and value as they are, all other matrices transposed.</summary>
    public static KeyRule[] MindFormers(string ours, string theirs) =>
    [
        .. MindSporeNorm($"{ours}.norm1", $"{theirs}.layernorm1"),
        new($"{ours}.attn.qkv.{{p}}", $"{theirs}.attention.dense1.{{p}}", $"{theirs}.attention.dense2.{{p}}", $"{theirs}.attention.dense3.{{p}}"),
        .. MindSporeLinear($"{ours}.attn.proj", $"{theirs}.attention.projection"),
        .. MindSporeNorm($"{ours}.norm2", $"{theirs}.layernorm2"),
        .. MindSporeLinear($"{ours}.mlp.fc1", $"{theirs}.output.mapping"),
        .. MindSporeLinear($"{ours}.mlp.fc2", $"{theirs}.output.projection"),
    ];

    /// <summary>MindSpore calls a norm's weight and bias by the letters of its paper.</summary>
    public static KeyRule[] MindSporeNorm(string ours, string theirs) =>
        [new($"{ours}.weight", $"{theirs}.gamma"), new($"{ours}.bias", $"{theirs}.beta")];

    /// <summary>Flax numbers the parts of a block in the order in which its code makes them.</summary>
    public static KeyRule[] Flax(string ours, string theirs, int attention, int mlp, int norm2)
    {
        var heads = $"{theirs}/MultiHeadDotProductAttention_{attention}";
        return
        [
            .. FlaxNorm($"{ours}.norm1", $"{theirs}/LayerNorm_0"),
            new($"{ours}.attn.qkv.weight", $"{heads}/query/kernel", $"{heads}/key/kernel", $"{heads}/value/kernel"),
            new($"{ours}.attn.qkv.bias", $"{heads}/query/bias", $"{heads}/key/bias", $"{heads}/value/bias"),
            .. FlaxLayer($"{ours}.attn.proj", $"{heads}/out"),
            .. FlaxNorm($"{ours}.norm2", $"{theirs}/LayerNorm_{norm2}"),
            .. FlaxLayer($"{ours}.mlp.fc1", $"{theirs}/MlpBlock_{mlp}/Dense_0"),
            .. FlaxLayer($"{ours}.mlp.fc2", $"{theirs}/MlpBlock_{mlp}/Dense_1"),
        ];
    }

    /// <summary>A linear layer or convolution of Flax.</summary>
    public static KeyRule[] FlaxLayer(string ours, string theirs) => [new($"{ours}.weight", $"{theirs}/kernel"), new($"{ours}.bias", $"{theirs}/bias")];

    /// <summary>A layer norm of Flax.</summary>
    public static KeyRule[] FlaxNorm(string ours, string theirs) => [new($"{ours}.weight", $"{theirs}/scale"), new($"{ours}.bias", $"{theirs}/bias")];

    private static KeyRule[] MindSporeLinear(string ours, string theirs) =>
        [KeyRule.Transpose($"{ours}.weight", $"{theirs}.weight"), new($"{ours}.bias", $"{theirs}.bias")];

    /// <summary>What MindSpore's training leaves in a checkpoint beside the weights.</summary>
    public static readonly string[] MindSporeTraining =
    [
        "adam_m.{rest}", "adam_v.{rest}", "moment1.{rest}", "moment2.{rest}", "accu_grads.{rest}", "beta1_power", "beta2_power", "learning_rate",
        "global_step", "epoch_num", "step_num", "loss_scale", "scale_sense", "current_iterator_step", "last_overflow_iterator_step",
    ];
}
