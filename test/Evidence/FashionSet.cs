using Microsoft.ML;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;

/// <summary>Fashion-MNIST as the experiments take it.</summary>
internal static class FashionSet
{
    /// <param name="context">Whose data it becomes.</param>
    /// <param name="part">train or t10k.</param>
    /// <param name="most">How many to take.</param>
    public static FashionMnist.Photograph[] Photographs(MLContext context, string part, int most = int.MaxValue) =>
        [.. context.Data.CreateEnumerable<FashionMnist.Photograph>(FashionMnist.Load(context, "/usr/share/datasets/fashion-mnist", part), reuseRowObject: false).Take(most)];

    /// <summary>A network for its photographs, normalised by the mean and deviation of the training images.</summary>
    public static VisionArchitecture Architecture(string name, VisionConfiguration configuration) => new()
    {
        Name = name,
        Configuration = configuration,
        Preprocessing = ImagePreprocessing.Grey(configuration.ImageHeight) with { Mean = [0.2860f], Std = [0.3530f] },
    };
}
