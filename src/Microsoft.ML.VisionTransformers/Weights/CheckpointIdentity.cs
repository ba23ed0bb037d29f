using Microsoft.ML.VisionTransformers.Architectures;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>What a checkpoint was found to be: its family, whose names it uses, and the sizes of its network.</summary>
internal sealed record CheckpointIdentity(CheckpointFamily Family, KeyMap Naming, VisionConfiguration Configuration);
