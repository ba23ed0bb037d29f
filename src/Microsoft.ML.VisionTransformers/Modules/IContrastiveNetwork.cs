using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>A network of two towers, whose images and texts can be compared. Shapes: B images or texts, L tokens of a text, E of an embedding.</summary>
internal interface IContrastiveNetwork : ITrainable
{
    /// <summary>Logarithm of the factor that similarities are multiplied with, a scalar; learned.</summary>
    Parameter LogitScale { get; }

    /// <summary>[B, C, H, W] to embeddings of any length, [B, E].</summary>
    Tensor encode_image(Tensor images);

    /// <summary>Tokens [B, L] to embeddings of any length, [B, E].</summary>
    Tensor encode_text(Tensor tokens);
}
