using Microsoft.ML.VisionTransformers.Classification;

namespace Microsoft.ML;

/// <summary>What is asked of a whole model, such as <c>pipeline.Fit</c> and <c>mlContext.Model.Load</c> give.</summary>
public static class VisionTransformersModels
{
    /// <summary>
    /// The classifier of images in a model: <c>model.ImageClassifier().Explain("photo.jpg")</c>. It is the model's own, not a copy, and goes with it
    /// when the model is disposed.
    /// </summary>
    /// <param name="model">The classifier itself, or a chain with one in it, however deep.</param>
    /// <exception cref="ArgumentException">There is none, or more than one; the message says what there is.</exception>
    public static ImageClassificationTransformer ImageClassifier(this ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var parts = Parts(model).ToList();
        var classifiers = parts.OfType<ImageClassificationTransformer>().ToList();
        if (classifiers is [var only])
            return only;
        var names = string.Join(", ", parts.Select(part => part.GetType().Name));
        throw new ArgumentException(classifiers.Count == 0
            ? $"There is no classifier of images in the model, which holds {(names.Length > 0 ? names : "nothing")}."
            : $"There are {classifiers.Count} classifiers of images in the model, which holds {names}. Take the one that is meant from the chain.", nameof(model));
    }

    private static IEnumerable<ITransformer> Parts(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Parts) : [model];
}
