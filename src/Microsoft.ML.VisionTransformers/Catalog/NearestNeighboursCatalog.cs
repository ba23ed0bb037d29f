using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Interop;
using static Microsoft.ML.MulticlassClassificationCatalog;

namespace Microsoft.ML;

/// <summary>The classifier by nearest neighbours, beside ML.NET's own trainers.</summary>
public static class NearestNeighboursCatalog
{
    /// <summary>
    /// Classifies by the labelled vectors that are nearest, by the cosine: an embedding's usual measure, and a classifier that needs no training. Adds each
    /// class's share of the votes and the likeliest class.
    /// </summary>
    /// <param name="catalog">The catalog of multiclass trainers.</param>
    /// <param name="labelColumnName">Column of classes, of a key type.</param>
    /// <param name="featureColumnName">Column of vectors of known size, such as <c>Transforms.VisionEmbedding</c> makes.</param>
    /// <param name="numberOfNeighbours">Neighbours that vote, at least 1. Default 20, the best in DINO's paper.</param>
    /// <param name="temperature">A vote is exp(cosine / temperature). Default 0.07, DINO's; null when all votes count the same.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static NearestNeighboursTrainer NearestNeighbours(this MulticlassClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features", int numberOfNeighbours = 20, double? temperature = 0.07) =>
        catalog.NearestNeighbours(new NearestNeighboursTrainer.Options
        {
            LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName, NumberOfNeighbours = numberOfNeighbours, Temperature = temperature,
        });

    /// <summary>Classifies by nearest neighbours, with all settings.</summary>
    /// <param name="catalog">The catalog of multiclass trainers.</param>
    /// <param name="options">The settings; later changes to them have no effect.</param>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    public static NearestNeighboursTrainer NearestNeighbours(this MulticlassClassificationTrainers catalog, NearestNeighboursTrainer.Options options) =>
        new(CatalogEnvironment.Of(catalog), options);
}
