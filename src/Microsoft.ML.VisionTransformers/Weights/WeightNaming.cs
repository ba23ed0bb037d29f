namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>Whose names weights are written under, and what is written beside them.</summary>
public enum WeightNaming
{
    /// <summary>
    /// This library's own names (timm's before it renamed anything): one safetensors file, with the architecture, the preprocessing and the class
    /// names in its header.
    /// </summary>
    Native,

    /// <summary>timm's: a folder with <c>config.json</c> and <c>model.safetensors</c>, for <c>timm.create_model("local-dir:FOLDER")</c>.</summary>
    Timm,

    /// <summary>
    /// HuggingFace transformers': a folder with <c>config.json</c>, <c>preprocessor_config.json</c> and <c>model.safetensors</c>, for
    /// <c>AutoModelForImageClassification.from_pretrained("FOLDER")</c>.
    /// </summary>
    HuggingFace,

    /// <summary>torchvision's: one safetensors file, for <c>load_state_dict</c>; the arguments of the model's constructor are in its header.</summary>
    Torchvision,
}
