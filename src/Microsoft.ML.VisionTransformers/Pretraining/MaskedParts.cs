using Microsoft.ML.VisionTransformers.Architectures;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>What a pretrained model is made of; all of it is saved.</summary>
/// <param name="Scorer">The network, its preprocessing and how it is run.</param>
/// <param name="Architecture">That of the masked autoencoder, with its preprocessing.</param>
/// <param name="Columns">Where images come from, where what is made of them goes.</param>
internal sealed record MaskedParts(MaskedScorer Scorer, VisionArchitecture Architecture, MaskedColumns Columns);
