using Microsoft.ML;

namespace FromScratch;

/// <summary>What is learnt, from which images, and on which it is tested.</summary>
/// <param name="Train">Images with a text <c>Label</c>.</param>
/// <param name="Test">Others, with the same columns.</param>
/// <param name="Trainer">Network and recipe; takes <c>Label</c> as a key.</param>
internal sealed record ImageTask(IDataView Train, IDataView Test, IEstimator<ITransformer> Trainer);
